package tw.nvr.daemon.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.simulated.Fault;
import tw.nvr.capture.simulated.Misbehaviour.KeyFrames;
import tw.nvr.capture.simulated.SimulatedCamera;

/**
 * Simulated cameras in a process of their own: prints an address a line, then takes {@code NUMBER WORD [FIGURE]} a line
 * from standard input and does that to the camera. Ends with its input.
 */
public final class SoakCameras {
    private SoakCameras() {}

    /** Words: how many cameras, and the seed. */
    public static void main(String[] words) throws IOException {
        int count = Integer.parseInt(words[0]);
        long seed = Long.parseLong(words[1]);
        List<SimulatedCamera> cameras = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SimulatedCamera camera = start(i, seed + i);
            cameras.add(camera);
            System.out.println(camera.address());
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split(" ", -1);
            double figure = parts.length > 2 ? Double.parseDouble(parts[2]) : 0;
            strike(cameras.get(Integer.parseInt(parts[0])), parts[1], figure);
        }
        cameras.forEach(SimulatedCamera::close);
    }

    private static SimulatedCamera start(int number, long seed) {
        SimulatedCamera.Builder builder = SimulatedCamera.builder(
                        InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .picture(320, 240)
                .framesPerSecond(10)
                .bitsPerSecond(300_000)
                .label("SOAK " + number)
                .seed(seed)
                .credentials("viewer", "soak-password".toCharArray());
        return (number % 2 == 0 ? builder.tone(ClipFormat.Codec.AAC) : builder).start();
    }

    private static void strike(SimulatedCamera camera, String word, double figure) {
        switch (word) {
            case "hang-up" -> camera.strike(Fault.hangUp());
            case "reset" -> camera.strike(Fault.reset());
            case "stall" -> camera.strike(Fault.stall());
            case "resume" -> camera.strike(Fault.resume());
            case "jump" -> camera.strike(Fault.jump(Duration.ofMillis(Math.round(figure * 1000))));
            case "lose-dollar" -> camera.strike(Fault.loseDollar());
            case "new-sps" -> camera.strike(Fault.resize(figure > 0 ? 320 : 352, figure > 0 ? 240 : 288));
            case "key-frames" -> camera.misbehaviour().keyFrames(figure > 0 ? KeyFrames.ALL : KeyFrames.NONE);
            case "silent" -> camera.misbehaviour().silent(figure > 0);
            case "refuse" -> camera.misbehaviour().refuseCredentials(figure > 0);
            case "drop" -> camera.misbehaviour().dropRate(figure);
            default -> throw new IllegalArgumentException(word);
        }
    }
}
