package android.os;

import android.Stage;

public class SystemClock {
    public static long elapsedRealtimeNanos() { Stage.at("elapsedRealtimeNanos"); return (long) (Stage.number("elapsed") * 1e9); }
}
