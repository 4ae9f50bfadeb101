package android.location;

import android.Stage;
import android.app.PendingIntent;

public class LocationManager {
    public boolean isProviderEnabled(String provider) { Stage.at("isProviderEnabled " + provider); return Stage.yes(provider); }

    public void requestLocationUpdates(String provider, long ms, float metres, PendingIntent p) {
        Stage.at("requestLocationUpdates " + provider + " " + ms + " " + metres + " " + p.text);
        check(provider);
        if (Stage.get(provider, "").isEmpty()) throw new IllegalArgumentException("provider doesn't exist: " + provider);
    }

    public void removeUpdates(PendingIntent p) { Stage.at("removeUpdates"); }

    public Location getLastKnownLocation(String provider) {
        Stage.at("getLastKnownLocation " + provider);
        check(provider);
        return Stage.get(provider + ".lat", "").isEmpty() ? null : new Location(provider);
    }

    private static void check(String provider) {
        boolean fine = Stage.yes("granted.android.permission.ACCESS_FINE_LOCATION");
        boolean coarse = Stage.yes("granted.android.permission.ACCESS_COARSE_LOCATION");
        if (!fine && (!coarse || provider.equals("gps")))
            throw new SecurityException("uid 10150 does not have " + provider);
    }
}
