package android.view;

import android.Stage;

public class WindowManager {
    public Display getDefaultDisplay() { Stage.at("getDefaultDisplay"); return Stage.yes("no display") ? null : new Display(); }
}
