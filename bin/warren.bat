@echo off
rem Runs the broker in the foreground. Options: --help. WARREN_JAVA_OPTS: further options for the JVM.
setlocal
set "home=%~dp0.."
set "lib=%home%\lib"
if not exist "%lib%" set "lib=%home%\server\target\dist\lib"
if not exist "%lib%" (
    echo warren: has not been built yet: run mvn package in %home% 1>&2
    exit /b 1
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -XX:+UseG1GC -XX:MaxRAMPercentage=40 -Xss512k -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -XX:FreqInlineSize=150 -XX:InlineSmallCode=1200 -XX:G1PeriodicGCInterval=60000 -Djava.util.concurrent.ForkJoinPool.common.parallelism=2 ^
    -Djava.awt.headless=true -Dfile.encoding=UTF-8 "-Dwarren.home=%home%" %WARREN_JAVA_OPTS% ^
    -cp "%lib%\*" warren.server.Main %*
exit /b %ERRORLEVEL%
