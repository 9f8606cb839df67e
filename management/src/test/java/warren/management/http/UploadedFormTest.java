package warren.management.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UploadedFormTest {
    private static final String TYPE = "multipart/form-data; boundary=XX";

    @Test
    void holdsFilesAndFields_byteForByte() {
        UploadedForm form = read(
                "--XX\r\nContent-Disposition: form-data; name=\"redirect\"\r\n\r\n../#/\r\n"
                        + "--XX\r\nContent-Type: application/json\r\n"
                        + "content-disposition: form-data; filename=\"a;name=b.json\"; name=\"file\"\r\n\r\n\r\n--X\u00ff\n\r\n--XX--\r\n");

        assertThat(text(form, "redirect")).isEqualTo("../#/");
        assertThat(text(form, "file")).isEqualTo("\r\n--X\u00ff\n");
        assertThat(form.field("other")).isEmpty();
    }

    @Test
    void takesABoundaryInQuotes_anEmptyField_andTheLastOfTwo() {
        String part = "--X X\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n";
        UploadedForm form = UploadedForm.read(
                        "multipart/form-data; charset=x; Boundary=\"X X\"",
                        bytes("preamble\r\n" + part + "1\r\n" + part + "\r\n--X X--"))
                .orElseThrow();

        assertThat(text(form, "file")).isEmpty();
    }

    @Test
    void isNone_whenItDoesNotEndOrHasNoNames() {
        String head = "--XX\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n";
        assertThat(UploadedForm.read(TYPE, bytes(head + "{}"))).isEmpty();
        assertThat(UploadedForm.read(TYPE, bytes("--XX\r\nX: y\r\n\r\n{}\r\n--XX--")))
                .isEmpty();
        assertThat(UploadedForm.read(TYPE, bytes("--XX\r\n--XX--"))).isEmpty();
        assertThat(UploadedForm.read(TYPE, bytes("{}"))).isEmpty();
        assertThat(UploadedForm.read(TYPE, new byte[0])).isEmpty();
        assertThat(UploadedForm.read("multipart/form-data", bytes(head + "{}\r\n--XX--")))
                .isEmpty();
    }

    private static UploadedForm read(String body) {
        return UploadedForm.read(TYPE, bytes(body)).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(UploadedForm form, String field) {
        return new String(form.field(field).orElseThrow(), StandardCharsets.ISO_8859_1);
    }
}
