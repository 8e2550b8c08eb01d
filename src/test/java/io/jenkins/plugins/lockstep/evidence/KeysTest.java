package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    @TempDir Path root;

    private Path directory() {
        return root.resolve("key");
    }

    @Test
    void isMadeOnceAndForItsOwnerAlone() throws IOException {
        SigningKey made = SigningKey.openOrCreate(directory());
        SigningKey again = SigningKey.openOrCreate(directory());
        assertThat(again.verifyingKey()).isEqualTo(made.verifyingKey());
        assertThat(mode(directory())).isEqualTo("rwx------");
        assertThat(mode(directory().resolve("ed25519.pem"))).isEqualTo("rw-------");
        VerifyingKey read = VerifyingKey.read(directory().resolve("ed25519.pub.pem"));
        assertThat(read.verify(made.sign(new byte[] {1}), new byte[] {1})).isTrue();
        assertThat(read.verify(made.sign(new byte[] {1}), new byte[] {2})).isFalse();
        assertThat(made.toString()).contains(read.keyId()).doesNotContain("PRIVATE");
        Files.writeString(directory().resolve(".new-key.123.tmp"), "of a process that was killed");
        SigningKey.openOrCreate(directory());
        try (var files = Files.list(directory())) {
            assertThat(files).hasSize(2);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void manyAtOnceGetTheSame() throws Exception {
        var threads = Executors.newFixedThreadPool(16);
        Set<Future<SigningKey>> keys = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            keys.add(threads.submit(() -> SigningKey.openOrCreate(directory())));
        }
        Set<VerifyingKey> found = new HashSet<>();
        for (Future<SigningKey> key : keys) {
            found.add(key.get().verifyingKey());
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(found).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw--w----"})
    void aKeyThatOthersMayReachIsRefused(String mode) throws IOException {
        SigningKey.openOrCreate(directory());
        Path pem = directory().resolve("ed25519.pem");
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> SigningKey.openOrCreate(directory()))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("chmod 600 " + pem);
    }

    @Test
    void aDirectoryThatOthersMayReachIsRefused() throws IOException {
        SigningKey.openOrCreate(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> SigningKey.openOrCreate(directory()))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("chmod 700");
    }

    @Test
    void linksAreRefused() throws IOException {
        SigningKey.openOrCreate(directory());
        Path pem = directory().resolve("ed25519.pem");
        Path moved = Files.move(pem, root.resolve("moved"));
        Files.createSymbolicLink(pem, moved);
        assertThatThrownBy(() -> SigningKey.openOrCreate(directory()))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("is a link");
        Path link = Files.createSymbolicLink(root.resolve("link"), directory());
        assertThatThrownBy(() -> SigningKey.openOrCreate(link)).isInstanceOf(KeyException.class);
        Path publicPem = directory().resolve("ed25519.pub.pem");
        Path publicLink = Files.createSymbolicLink(root.resolve("pub"), publicPem);
        assertThatThrownBy(() -> VerifyingKey.read(publicLink)).isInstanceOf(KeyException.class);
    }

    @Test
    void aBrokenKeyIsRefusedWithARemedy() throws IOException {
        SigningKey.openOrCreate(directory());
        Path pem = directory().resolve("ed25519.pem");
        Files.writeString(pem, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> SigningKey.openOrCreate(directory()))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("restore it");
    }

    @Test
    void aForeignPublicKeyIsRefusedAndAMissingOneMadeAnew() throws IOException {
        SigningKey key = SigningKey.openOrCreate(directory());
        Path pem = directory().resolve("ed25519.pub.pem");
        Files.delete(pem);
        SigningKey.openOrCreate(directory());
        assertThat(VerifyingKey.read(pem)).isEqualTo(key.verifyingKey());
        Files.writeString(pem, SigningKey.generate().verifyingKey().toPem());
        assertThatThrownBy(() -> SigningKey.openOrCreate(directory()))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("does not belong");
    }

    /** RFC 8032, 7.1, test 3. */
    @Test
    void agreesWithTheStandard() throws IOException {
        byte[] pkcs8 =
                HexFormat.of()
                        .parseHex(
                                "302e020100300506032b657004220420"
                                        + "c5aa8df43f9f837bedb7442f31dcb7b1"
                                        + "66d38535076f094b85ce3a2e0b4458f7");
        SigningKey key = SigningKey.of(pkcs8);
        assertThat(key.verifyingKey())
                .isEqualTo(
                        VerifyingKey.of(
                                HexFormat.of()
                                        .parseHex(
                                                "302a300506032b6570032100"
                                                        + "fc51cd8e6218a1a38da47ed00230f058"
                                                        + "0816ed13ba3303ac5deb911548908025")));
        assertThat(HexFormat.of().formatHex(key.sign(HexFormat.of().parseHex("af82"))))
                .isEqualTo(
                        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    }

    @Test
    void keysOfOtherKindsAreRefused() throws Exception {
        var rsa = java.security.KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var ed448 = java.security.KeyPairGenerator.getInstance("Ed448").generateKeyPair();
        for (var pair : java.util.List.of(rsa, ed448)) {
            assertThatThrownBy(() -> SigningKey.of(pair.getPrivate().getEncoded()))
                    .isInstanceOf(EvidenceFormatException.class);
            assertThatThrownBy(() -> VerifyingKey.of(pair.getPublic().getEncoded()))
                    .isInstanceOf(EvidenceFormatException.class);
        }
        assertThatThrownBy(() -> SigningKey.fromPem("no key".repeat(2000)))
                .isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> SigningKey.fromPem(SigningKey.generate().verifyingKey().toPem()))
                .hasMessageContaining("'PUBLIC KEY' where 'PRIVATE KEY'");
    }

    @Test
    void paeIsTheStandards() {
        byte[] pae =
                Envelope.pae(
                        "http://example.com/HelloWorld",
                        "hello world".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(pae, StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }
}
