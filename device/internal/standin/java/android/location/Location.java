package android.location;

import android.Stage;

/** Reads what the stage says of its provider: gps.lat, gps.lon, ... */
public class Location {
    private final String provider;

    Location(String provider) { this.provider = provider; }

    public double getLatitude() { Stage.at("getLatitude"); return Stage.number(provider + ".lat"); }
    public double getLongitude() { Stage.at("getLongitude"); return Stage.number(provider + ".lon"); }
    public boolean hasAccuracy() { Stage.at("hasAccuracy"); return !Stage.get(provider + ".accuracy", "").isEmpty(); }
    public float getAccuracy() { Stage.at("getAccuracy"); return (float) Stage.number(provider + ".accuracy"); }
    public boolean hasBearing() { Stage.at("hasBearing"); return !Stage.get(provider + ".bearing", "").isEmpty(); }
    public float getBearing() { Stage.at("getBearing"); return (float) Stage.number(provider + ".bearing"); }
    public boolean isFromMockProvider() { Stage.at("isFromMockProvider"); return Stage.yes(provider + ".mocked"); }
    public long getElapsedRealtimeNanos() { Stage.at("getElapsedRealtimeNanos"); return (long) (Stage.number(provider + ".elapsed") * 1e9); }
}
