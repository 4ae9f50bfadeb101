package android.content;

import android.Stage;
import android.net.Uri;

public class Intent {
    private final String action;
    private final Uri uri;
    private int flags;
    private String target = "";

    public Intent(String action) { this(action, null); }

    public Intent(String action, Uri uri) {
        Stage.at("new Intent");
        this.action = action;
        this.uri = uri;
    }

    public Intent addFlags(int f) { Stage.at("addFlags"); flags |= f; return this; }
    public Intent setPackage(String name) { Stage.at("setPackage"); target = name; return this; }
    String scheme() { return uri == null ? "" : uri.scheme(); }

    @Override public String toString() {
        return action + " " + uri + " " + Integer.toHexString(flags) + (target.isEmpty() ? "" : " " + target);
    }
}
