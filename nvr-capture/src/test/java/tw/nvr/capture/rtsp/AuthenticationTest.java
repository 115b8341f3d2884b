package tw.nvr.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;

class AuthenticationTest {
    private static final String MD5 = "Digest realm=\"IP Camera\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";
    private static final String SHA = "Digest realm=\"IP Camera\", nonce=\"n2\", algorithm=SHA-256, qop=\"auth\"";
    private static final String BASIC = "Basic realm=\"IP Camera\"";

    private static String answer(String challenge, String password, String cnonce) {
        Challenge c = Challenge.of(List.of(challenge)).get(0);
        return Digest.authorization(c, "Mufasa", password.toCharArray(), "GET", "/dir/index.html", 1, cnonce);
    }

    @Test
    void the_example_of_rfc_2617_is_answered() {
        String challenge = "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
        assertThat(answer(challenge, "Circle Of Life", "0a4f113b"))
                .contains("response=\"6629fae49393a05397450978507c4ef1\"")
                .contains("opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"")
                .contains("qop=auth, nc=00000001, cnonce=\"0a4f113b\"")
                .doesNotContain("algorithm");
    }

    @Test
    void the_example_of_rfc_2069_as_corrected_is_answered_without_quality_of_protection() {
        String challenge = "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";
        assertThat(answer(challenge, "CircleOfLife", "x"))
                .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
                .doesNotContain("qop", "nc=", "cnonce");
    }

    @Test
    void both_examples_of_rfc_7616_are_answered() {
        String rest = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\","
                + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        assertThat(answer("Digest algorithm=MD5, " + rest, "Circle of Life", cnonce))
                .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"");
        assertThat(answer("Digest algorithm=SHA-256, " + rest, "Circle of Life", cnonce))
                .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"")
                .contains("algorithm=SHA-256");
    }

    @Test
    void challenges_are_read_with_escapes_odd_spaces_and_several_in_one_header() {
        List<Challenge> found = Challenge.of(List.of(
                "Basic realm=\"a, b\" , digest  Realm = \"say \\\"hi\\\"\",nonce=abc ,stale=TRUE", "Negotiate", ",,="));
        assertThat(found).extracting(Challenge::scheme).containsExactly("basic", "digest", "negotiate");
        assertThat(found.get(0).parameter("realm")).isEqualTo("a, b");
        assertThat(found.get(1).parameter("realm")).isEqualTo("say \"hi\"");
        assertThat(found.get(1).parameter("nonce")).isEqualTo("abc");
        assertThat(found.get(1).stale()).isTrue();
    }

    @Test
    void a_realm_with_quotes_is_sent_back_with_its_escapes() {
        String challenge = "Digest realm=\"say \\\"hi\\\"\", nonce=\"n\"";
        assertThat(answer(challenge, "x", "c")).contains("realm=\"say \\\"hi\\\"\"");
    }

    @Test
    void the_strongest_challenge_is_answered_whatever_the_order() throws SourceException {
        Authenticator auth = authenticator(AuthStrength.NONE, true);
        auth.challenged(unauthorized(BASIC, MD5, SHA, "Digest realm=\"r\", nonce=\"n\", algorithm=ROT13"));
        assertThat(auth.strength()).isEqualTo(AuthStrength.SHA_256);
        assertThat(auth.authorization("DESCRIBE", "rtsp://cam/1").orElseThrow())
                .contains("algorithm=SHA-256", "uri=\"rtsp://cam/1\"", "nc=00000001");
        assertThat(auth.authorization("SETUP", "rtsp://cam/1/track1").orElseThrow())
                .contains("nc=00000002", "uri=\"rtsp://cam/1/track1\"");
    }

    @Test
    void basic_is_sent_only_where_the_record_allows_it() throws SourceException {
        Authenticator allowed = authenticator(AuthStrength.NONE, true);
        allowed.challenged(unauthorized(BASIC));
        assertThat(allowed.authorization("DESCRIBE", "rtsp://cam/")).contains("Basic YWRtaW46c2VjcmV0");
        Authenticator forbidden = authenticator(AuthStrength.NONE, false);
        assertRefused(() -> forbidden.challenged(unauthorized(BASIC)), "camera-basic-only");
    }

    @Test
    void less_protection_than_last_time_is_refused() throws SourceException {
        assertRefused(
                () -> authenticator(AuthStrength.SHA_256, true).challenged(unauthorized(MD5)), "camera-auth-weaker");
        assertRefused(
                () -> authenticator(AuthStrength.MD5, true).challenged(unauthorized(BASIC)), "camera-auth-weaker");
        assertRefused(() -> authenticator(AuthStrength.MD5, true).requireAsStrongAsBefore(), "camera-auth-weaker");
        Authenticator same = authenticator(AuthStrength.MD5, false);
        same.challenged(unauthorized(SHA));
        same.requireAsStrongAsBefore();
        assertThat(same.strength()).isEqualTo(AuthStrength.SHA_256);
    }

    @Test
    void a_refused_password_is_tried_once_and_never_again() throws SourceException {
        Authenticator auth = authenticator(AuthStrength.NONE, false);
        auth.challenged(unauthorized(MD5));
        auth.authorization("DESCRIBE", "rtsp://cam/");
        assertRefused(() -> auth.challenged(unauthorized(MD5.replace("n1", "n9"))), "camera-auth-refused");
    }

    @Test
    void a_stale_nonce_is_replaced_once_and_one_that_was_good_before_as_often_as_it_takes() throws SourceException {
        Authenticator auth = authenticator(AuthStrength.NONE, false);
        auth.challenged(unauthorized(MD5));
        auth.authorization("DESCRIBE", "rtsp://cam/");
        auth.challenged(unauthorized(MD5.replace("n1", "n3") + ", stale=true"));
        assertThat(auth.authorization("DESCRIBE", "rtsp://cam/").orElseThrow()).contains("nonce=\"n3\"", "nc=00000001");
        assertRefused(
                () -> auth.challenged(unauthorized(MD5.replace("n1", "n4") + ", stale=true")), "camera-auth-refused");
        auth.accepted();
        auth.challenged(unauthorized(MD5.replace("n1", "n5")));
        assertThat(auth.authorization("SETUP", "rtsp://cam/").orElseThrow()).contains("nonce=\"n5\"");
    }

    @Test
    void without_a_user_nothing_is_sent_and_a_person_is_told() {
        Authenticator auth = new Authenticator(Optional.empty(), Optional.empty(), true, AuthStrength.NONE, () -> "c");
        assertThat(auth.authorization("DESCRIBE", "rtsp://cam/")).isEmpty();
        assertRefused(() -> auth.challenged(unauthorized(MD5)), "camera-wants-password");
    }

    @Test
    void an_unknown_way_to_sign_in_is_refused_with_words() {
        Authenticator auth = authenticator(AuthStrength.NONE, true);
        assertRefused(() -> auth.challenged(unauthorized("Negotiate")), "camera-auth-unknown");
        assertRefused(() -> auth.challenged(RtspResponse.of(401, "")), "camera-auth-unknown");
    }

    @Test
    void garbage_in_a_challenge_takes_no_time_and_breaks_nothing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String letters = "Digest =,\"\\ realm nonce\t;:/";
        for (int i = 0; i < 5000; i++) {
            StringBuilder s = new StringBuilder("Digest ");
            for (int n = random.nextInt(200); n > 0; n--) {
                s.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(Challenge.of(List.of(s.toString()))).as("seed %d", seed).hasSizeBetween(1, 16);
        }
    }

    private static Authenticator authenticator(AuthStrength atLeast, boolean basicAllowed) {
        return new Authenticator(
                Optional.of("admin"), Optional.of("secret".toCharArray()), basicAllowed, atLeast, () -> "c0ffee");
    }

    private static RtspResponse unauthorized(String... challenges) {
        RtspResponse response = RtspResponse.of(401, "Unauthorized");
        for (String c : challenges) {
            response = response.with("WWW-Authenticate", c);
        }
        return response;
    }

    private static void assertRefused(ThrowingCallable call, String key) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.problem().key()).isEqualTo(key);
            assertThat(e.gapCause()).isEqualTo(GapCause.AUTH);
        });
    }
}
