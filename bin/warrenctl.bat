@echo off
rem The operator's command line: rabbitmqctl's commands for Warren. Try: warrenctl help
setlocal
set "home=%~dp0.."
set "lib=%home%\lib"
if not exist "%lib%" set "lib=%home%\server\target\dist\lib"
if not exist "%lib%" (
    echo %~n0: has not been built yet: run mvn package in %home% 1>&2
    exit /b 1
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -XX:-UsePerfData ^
    "-Dwarren.home=%home%" "-Dwarren.lib=%lib%" -Dwarren.program=%~n0 -cp "%lib%\*" warren.cli.WarrenCtl %*
exit /b %ERRORLEVEL%
