package android.content;

import android.Stage;

public class Context {
    public String getPackageName() { Stage.at("getPackageName"); return "cn.dianqin.app"; }

    public Object getSystemService(String name) {
        Stage.at("getSystemService " + name);
        if (Stage.yes("missing." + name)) return null;
        switch (name) {
            case "vibrator": return new android.os.Vibrator();
            case "location": return new android.location.LocationManager();
            case "connectivity": return new android.net.ConnectivityManager();
        }
        return null;
    }

    public int checkSelfPermission(String name) {
        Stage.at("checkSelfPermission " + name);
        return Stage.yes("granted." + name) ? 0 : -1;
    }

    public void startActivity(Intent i) {
        Stage.at("startActivity " + i);
        if (!Stage.yes("program." + i.scheme())) throw new ActivityNotFoundException("No Activity found to handle " + i);
    }
}
