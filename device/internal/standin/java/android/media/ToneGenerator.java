package android.media;

import android.Stage;

public class ToneGenerator {
    public ToneGenerator(int stream, int volume) {
        Stage.at("new ToneGenerator " + stream + " " + volume);
        if (Stage.yes("no tones")) throw new RuntimeException("Init failed");
    }

    public boolean startTone(int tone, int ms) { Stage.at("startTone " + tone + " " + ms); return !Stage.yes("tone lost"); }
    public void release() { Stage.at("release"); }
}
