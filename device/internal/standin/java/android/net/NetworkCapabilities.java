package android.net;

import android.Stage;

public class NetworkCapabilities {
    public boolean hasCapability(int which) { Stage.at("hasCapability " + which); return Stage.yes("capability." + which); }
    public boolean hasTransport(int which) { Stage.at("hasTransport " + which); return Stage.yes("transport." + which); }
}
