package ui

// The icon set: two-dp strokes, round ends, drawn for this project on a 24 grid.
const (
	IcToday    Glyph = `<path d="M4 6.5l1.5 1.5L8 5"/><path d="M4 15.5l1.5 1.5L8 14"/><path d="M12 7h8"/><path d="M12 16h8"/>`
	IcMap      Glyph = `<path d="M3 6.5l6-2.5 6 2.5 6-2.5v13.5l-6 2.5-6-2.5-6 2.5z"/><path d="M9 4v13.5"/><path d="M15 6.5V20"/>`
	IcScan     Glyph = `<path d="M3 8V5a2 2 0 0 1 2-2h3"/><path d="M16 3h3a2 2 0 0 1 2 2v3"/><path d="M21 16v3a2 2 0 0 1-2 2h-3"/><path d="M8 21H5a2 2 0 0 1-2-2v-3"/><path d="M8 8v8"/><path d="M12 8v8"/><path d="M16 8v8"/>`
	IcSearch   Glyph = `<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>`
	IcPerson   Glyph = `<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4.4 3.6-7 8-7s8 2.6 8 7"/>`
	IcPeople   Glyph = `<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-3.8 2.9-6 6.500-6s6.500 2.200 6.500 6"/><path d="M15.500 5a3.300 3.300 0 0 1 0 6"/><path d="M18 14.800c2.200.8 3.500 2.700 3.500 5.200"/>`
	IcSync     Glyph = `<path d="M20 11a8 8 0 0 0-14-4.500L3.500 9"/><path d="M3.500 4v5h5"/><path d="M4 13a8 8 0 0 0 14 4.500l2.500-2.500"/><path d="M20.500 20v-5h-5"/>`
	IcBack     Glyph = `<path d="M20 12H4.500"/><path d="M11 5l-7 7 7 7"/>`
	IcNext     Glyph = `<path d="M9 5l7 7-7 7"/>`
	IcDown     Glyph = `<path d="M5.500 9l6.500 6.500L18.500 9"/>`
	IcUp       Glyph = `<path d="M5.500 15.500L12 9l6.500 6.500"/>`
	IcCheck    Glyph = `<path stroke-width="2.800" d="M5 12.500l4.800 4.800L19.500 7"/>`
	IcCross    Glyph = `<path stroke-width="2.800" d="M6 6l12 12"/><path stroke-width="2.800" d="M18 6L6 18"/>`
	IcClose    Glyph = `<path d="M6 6l12 12"/><path d="M18 6L6 18"/>`
	IcBang     Glyph = `<path stroke-width="3" d="M12 4.500v9.500"/><path stroke-width="3.400" d="M12 19.300v.2"/>`
	IcQuery    Glyph = `<path stroke-width="2.600" d="M8 8.500a4 4 0 1 1 6.200 3.300c-1.500 1-2.200 1.700-2.200 3.200"/><path stroke-width="3.200" d="M12 19.300v.2"/>`
	IcDash     Glyph = `<path stroke-width="2.800" d="M6 12h12"/>`
	IcRing     Glyph = `<circle cx="12" cy="12" r="8"/>`
	IcTorch    Glyph = `<path d="M7 3h10v3.500l-2.500 4V20a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-9.500L7 6.500z"/><path d="M7 6.500h10"/><path d="M12 13v2"/>`
	IcPause    Glyph = `<path d="M8.500 5v14"/><path d="M15.500 5v14"/>`
	IcPlay     Glyph = `<path d="M8 5l11 7-11 7z"/>`
	IcKeyboard Glyph = `<rect x="2.500" y="6" width="19" height="12.500" rx="2"/><path d="M6.500 10h.1"/><path d="M10.200 10h.1"/><path d="M13.900 10h.1"/><path d="M17.500 10h.1"/><path d="M8 14.500h8"/>`
	IcPicture  Glyph = `<rect x="3" y="4.500" width="18" height="15" rx="2"/><circle cx="8.500" cy="9.500" r="1.500"/><path d="M4 17.500l5.500-5 3.500 3 3-2.500 4.500 4"/>`
	IcCamera   Glyph = `<path d="M3 8.500a2 2 0 0 1 2-2h2.500L9 4h6l1.500 2.500H19a2 2 0 0 1 2 2V18a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/><circle cx="12" cy="13" r="3.500"/>`
	IcPhone    Glyph = `<path d="M5 3.500h3.500l2 5-2.500 1.800a12 12 0 0 0 5.700 5.700l1.800-2.500 5 2V19a2 2 0 0 1-2.200 2A16.500 16.500 0 0 1 3 5.700 2 2 0 0 1 5 3.500z"/>`
	IcRoute    Glyph = `<path d="M20.500 3.500L13.500 20.500l-3-7-7-3z"/>`
	IcInfo     Glyph = `<circle cx="12" cy="12" r="9"/><path d="M12 11.500v5"/><path stroke-width="2.600" d="M12 7.700v.1"/>`
	IcClock    Glyph = `<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5.200l3.500 2"/>`
	IcPin      Glyph = `<path d="M12 21.500c-4.700-4.800-7-8.300-7-11.500a7 7 0 0 1 14 0c0 3.200-2.300 6.700-7 11.500z"/><circle cx="12" cy="10" r="2.500"/>`
	IcMeter    Glyph = `<rect x="4" y="3" width="16" height="18" rx="2"/><rect x="7.500" y="6.500" width="9" height="5" rx="1"/><path d="M8 16.500h.1"/><path d="M12 16.500h.1"/><path d="M16 16.500h.1"/>`
	IcSeal     Glyph = `<path d="M8.500 11V7a3.500 3.500 0 0 1 7 0v4"/><rect x="5" y="11" width="14" height="10" rx="2.500"/><path d="M9 14.500v3"/><path d="M12 14.500v3"/><path d="M15 14.500v3"/>`
	IcBox      Glyph = `<rect x="3.500" y="3" width="17" height="18" rx="2"/><path d="M3.500 9h17"/><path d="M12 9v12"/><path d="M16 14.500h.1"/>`
	IcBolt     Glyph = `<path d="M13 2.500L4.500 13.500H11L10.500 21.500 19.500 10H13z"/>`
	IcBoltOff  Glyph = `<path d="M9.500 7L13 2.500V10h6.500l-3 3.900"/><path d="M13.500 17.700l-3 3.800.5-8H4.500l2.300-3"/><path d="M3.500 3.500l17 17"/>`
	IcYuan     Glyph = `<path d="M6 4l6 8 6-8"/><path d="M12 12v8.500"/><path d="M7 12.500h10"/><path d="M7 16.500h10"/>`
	IcSheet    Glyph = `<rect x="5" y="4" width="14" height="17" rx="2"/><path d="M9 3h6v3H9z"/><path d="M8.500 13l2.200 2.200 4.500-4.500"/>`
	IcReport   Glyph = `<path d="M6 3h8.500L19 7.500V21H6z"/><path d="M14 3v5h5"/><path d="M9.500 13h6"/><path d="M9.500 17h6"/>`
	IcAlert    Glyph = `<path d="M12 3.500L22 20.500H2z"/><path d="M12 10v5"/><path stroke-width="2.600" d="M12 17.700v.1"/>`
	IcCloudUp  Glyph = `<path d="M7 18.500a4.500 4.500 0 0 1-.6-9A6 6 0 0 1 18 10.500a4 4 0 0 1 0 8"/><path d="M12 20.500v-8"/><path d="M9 15l3-3 3 3"/>`
	IcCloudOff Glyph = `<path d="M7 18.500a4.500 4.500 0 0 1-.6-9 6 6 0 0 1 1.200-1.700"/><path d="M11 5.600a6 6 0 0 1 7 4.900 4 4 0 0 1 2.400 6.400"/><path d="M7 18.500h9"/><path d="M4 3.500l17 17"/>`
	IcCloudOK  Glyph = `<path d="M7 18.500a4.500 4.500 0 0 1-.6-9A6 6 0 0 1 18 10.500a4 4 0 0 1 0 8z"/><path d="M9.200 13.500l2 2 3.600-3.600"/>`
	IcLock     Glyph = `<rect x="4.500" y="10.500" width="15" height="10.500" rx="2"/><path d="M8 10.500V7.500a4 4 0 0 1 8 0v3"/><path d="M12 14.500v2.500"/>`
	IcGlobe    Glyph = `<circle cx="12" cy="12" r="9"/><path d="M3 12h18"/><path d="M12 3c3.200 2.500 4 5.500 4 9s-.8 6.500-4 9c-3.200-2.500-4-5.500-4-9s.8-6.500 4-9z"/>`
	IcSun      Glyph = `<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2"/><path d="M12 19.500v2"/><path d="M2.500 12h2"/><path d="M19.500 12h2"/><path d="M5.300 5.300l1.400 1.400"/><path d="M17.300 17.300l1.400 1.400"/><path d="M18.700 5.300l-1.400 1.400"/><path d="M6.700 17.300l-1.400 1.400"/>`
	IcTextSize Glyph = `<path d="M3 19L9 5l6 14"/><path d="M5.200 14h7.600"/><path d="M15.500 19l3-7 3 7"/>`
	IcFilter   Glyph = `<path d="M3.500 6h17"/><path d="M7 12h10"/><path d="M10.500 18h3"/>`
	IcSort     Glyph = `<path d="M8 4v16"/><path d="M4.500 16.500L8 20l3.500-3.500"/><path d="M16 20V4"/><path d="M12.500 7.500L16 4l3.500 3.500"/>`
	IcPlus     Glyph = `<path d="M12 5v14"/><path d="M5 12h14"/>`
	IcMinus    Glyph = `<path d="M5 12h14"/>`
	IcTarget   Glyph = `<circle cx="12" cy="12" r="6"/><path d="M12 2.500v4.500"/><path d="M12 17v4.500"/><path d="M2.500 12h4.500"/><path d="M17 12h4.500"/><path stroke-width="3" d="M12 12v.1"/>`
	IcLayers   Glyph = `<path d="M12 3L21.500 8 12 13 2.500 8z"/><path d="M3.500 12.300L12 16.800l8.500-4.500"/><path d="M3.500 16.300L12 20.800l8.500-4.500"/>`
	IcMore     Glyph = `<path stroke-width="3" d="M12 5.500v.1"/><path stroke-width="3" d="M12 12v.1"/><path stroke-width="3" d="M12 18.500v.1"/>`
	IcBars     Glyph = `<path d="M4 20.500h16"/><path d="M6.500 16.500v-5"/><path d="M12 16.500v-12"/><path d="M17.500 16.500v-8"/>`
	IcCalendar Glyph = `<rect x="3.500" y="5" width="17" height="16" rx="2"/><path d="M3.500 10h17"/><path d="M8 3v4"/><path d="M16 3v4"/>`
	IcCopy     Glyph = `<rect x="8.500" y="8.500" width="12" height="12" rx="2"/><path d="M15.500 5.500a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2"/>`
	IcPen      Glyph = `<path d="M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19z"/><path d="M13.500 7l3.500 3.500"/>`
	IcDevice   Glyph = `<rect x="6.500" y="2.500" width="11" height="19" rx="2"/><path d="M11 18h2"/>`
	IcSide     Glyph = `<rect x="3.500" y="4.500" width="17" height="15" rx="2"/><path d="M9.500 4.500v15"/>`
	IcSliders  Glyph = `<path d="M4 7h9"/><path d="M19 7h1"/><circle cx="16" cy="7" r="2.500"/><path d="M4 17h1"/><path d="M11 17h9"/><circle cx="8" cy="17" r="2.500"/>`
	IcShield   Glyph = `<path d="M12 2.500l8 3v6c0 5-3.400 8.300-8 10-4.600-1.700-8-5-8-10v-6z"/><path d="M12 8v5"/><path stroke-width="2.600" d="M12 16.200v.1"/>`
	IcShieldOK Glyph = `<path d="M12 2.500l8 3v6c0 5-3.400 8.300-8 10-4.600-1.700-8-5-8-10v-6z"/><path d="M8.500 12l2.500 2.500 4.500-5"/>`
	IcHome     Glyph = `<path d="M3.500 11L12 3.500l8.500 7.500"/><path d="M6 9.500V20h12V9.500"/><path d="M10 20v-6h4v6"/>`
	IcPack     Glyph = `<path d="M12 2.500l8.500 4.500v10L12 21.500 3.500 17V7z"/><path d="M3.500 7L12 11.500 20.500 7"/><path d="M12 11.500v10"/>`
	IcSend     Glyph = `<path d="M21 3L10 14"/><path d="M21 3l-6.500 18-4.500-7-7-4.500z"/>`
	IcTrash    Glyph = `<path d="M4 6.500h16"/><path d="M9 6.500V3.500h6v3"/><path d="M6 6.500l1 14.500h10l1-14.500"/><path d="M10 10.500v6.500"/><path d="M14 10.500v6.500"/>`
	IcUndo     Glyph = `<path d="M4 9.500h10a6 6 0 0 1 0 12H9"/><path d="M8.500 4.500l-5 5 5 5"/>`
	IcArrow    Glyph = `<path d="M4.500 19.500L19 5"/><path d="M9.500 4.500H19.500v10"/>`
	IcFreehand Glyph = `<path d="M3.500 16c2-9 5.500-10.500 6.500-6s2 6.500 4.500 1 4.500-4.500 6 0"/>`
)
