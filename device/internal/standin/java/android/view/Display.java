package android.view;

import android.Stage;

public class Display {
    public int getRotation() { Stage.at("getRotation"); return (int) Stage.number("display"); }
}
