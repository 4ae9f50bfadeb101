package android.hardware;

import android.Stage;

public class GeomagneticField {
    public GeomagneticField(float lat, float lon, float altitude, long ms) {
        Stage.at("new GeomagneticField " + lat + " " + lon + " " + altitude + " " + ms);
    }

    public float getDeclination() { Stage.at("getDeclination"); return (float) Stage.number("declination"); }
}
