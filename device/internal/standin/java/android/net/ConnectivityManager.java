package android.net;

import android.Stage;

public class ConnectivityManager {
    public Network getActiveNetwork() { Stage.at("getActiveNetwork"); return Stage.yes("network") ? new Network() : null; }

    public NetworkCapabilities getNetworkCapabilities(Network n) {
        Stage.at("getNetworkCapabilities");
        return n == null || Stage.yes("vanished") ? null : new NetworkCapabilities();
    }
}
