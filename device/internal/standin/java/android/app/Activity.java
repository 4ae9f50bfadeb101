package android.app;

import android.Stage;
import android.content.Context;

public class Activity extends Context {
    public void requestPermissions(String[] names, int code) {
        Stage.at("requestPermissions " + String.join(" ", names));
        if (Stage.yes("dialog")) Stage.set("behind", "yes");
    }

    public android.view.WindowManager getWindowManager() { Stage.at("getWindowManager"); return new android.view.WindowManager(); }

    public boolean hasWindowFocus() { Stage.at("hasWindowFocus"); return !Stage.yes("behind"); }

    public boolean shouldShowRequestPermissionRationale(String name) {
        Stage.at("shouldShowRequestPermissionRationale " + name);
        return Stage.yes("rationale." + name);
    }
}
