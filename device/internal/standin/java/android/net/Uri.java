package android.net;

import android.Stage;

public class Uri {
    private final String text;

    private Uri(String text) { this.text = text; }

    public static Uri parse(String text) { Stage.at("Uri.parse"); return new Uri(text); }

    public static Uri fromParts(String scheme, String part, String fragment) {
        Stage.at("Uri.fromParts");
        return new Uri(scheme + ":" + part + (fragment == null ? "" : "#" + fragment));
    }

    public String scheme() { return text.substring(0, Math.max(0, text.indexOf(':'))); }
    @Override public String toString() { return text; }
}
