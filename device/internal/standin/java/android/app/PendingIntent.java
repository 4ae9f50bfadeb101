package android.app;

import android.Stage;
import android.content.Context;
import android.content.Intent;

public class PendingIntent {
    public final String text;

    private PendingIntent(String text) { this.text = text; }

    public static PendingIntent getBroadcast(Context c, int code, Intent i, int flags) {
        Stage.at("getBroadcast " + i + " " + Integer.toHexString(flags));
        return new PendingIntent(i.toString());
    }
}
