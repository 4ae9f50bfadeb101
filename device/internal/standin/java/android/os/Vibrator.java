package android.os;

import android.Stage;
import java.util.Arrays;

public class Vibrator {
    public boolean hasVibrator() { Stage.at("hasVibrator"); return !Stage.yes("no motor"); }
    public void vibrate(long[] pattern, int repeat) { Stage.at("vibrate " + Arrays.toString(pattern) + " " + repeat); }
}
