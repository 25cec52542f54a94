"""The words that the generated articles are made of: all invented here, none taken from a real site."""

TOPICS = (
    "AI",
    "Robotics",
    "Climate",
    "Energy",
    "Space",
    "Public transport",
    "Open source",
    "Health",
    "Housing",
    "Education",
    "Computer Vision",
    "Language models",
    "Batteries",
    "Shipping",
    "Agriculture",
    "Privacy",
    "Security",
    "Semiconductors",
    "Oceans",
    "Museums",
    "Food",
    "Cycling",
    "Railways",
    "Libraries",
    "Weather",
    "Forests",
    "Rivers",
    "Telescopes",
    "Satellites",
    "Maps",
    "Bridges",
    "Harbours",
    "Markets",
    "Sleep",
    "Music",
    "Football",
    "Glass",
    "Textiles",
    "Beekeeping",
    "Clocks",
)
"""Forty, the commonest first."""

OUTLET_FIRST = (
    *("Amber", "Brass", "Cedar", "Delta", "Elder", "Ferry", "Granite", "Harvest", "Island", "Juniper", "Kettle"),
    *("Lantern", "Meadow", "Northern", "Orchard", "Pebble", "Quarry", "River", "Summit", "Tidal", "Umber", "Valley"),
    *("Willow", "Yellow", "Zephyr"),
)
OUTLET_SECOND = (
    *("Almanac", "Bulletin", "Courier", "Dispatch", "Examiner", "Field Notes", "Gazette", "Herald", "Inquirer"),
    *("Journal", "Ledger", "Mirror", "Notebook", "Observer", "Post", "Quarterly", "Record", "Sentinel", "Times"),
    "Weekly",
)
"""Twenty-five first names and twenty second ones: five hundred outlets."""

ADJECTIVES = (
    *("quiet", "modular", "borrowed", "patient", "municipal", "low-cost", "second-hand", "unusual", "hand-drawn"),
    *("portable", "shared", "careful", "solar", "floating", "half-finished", "well-loved", "invisible", "recycled"),
    *("regional", "small", "long-awaited", "open", "experimental", "weatherproof", "neighbourly", "slow", "bright"),
    *("unlikely", "volunteer-run", "award-winning", "mechanical", "self-taught", "underground", "sea-going"),
)
NOUNS = (
    *("archive", "beacon", "cable", "drone", "engine", "ferry", "greenhouse", "heat pump", "index", "junction"),
    *("kiosk", "laboratory", "microscope", "network", "observatory", "printer", "quay", "reservoir", "sensor"),
    *("timetable", "turbine", "vault", "workshop", "exchange", "sorting office", "playground", "test track"),
    *("language model", "weather station", "reading room", "signal box", "café", "tide gauge", "switchboard"),
)
PEOPLE = (
    *("engineers", "librarians", "gardeners", "ferry crews", "students", "cartographers", "nurses", "bakers"),
    *("astronomers", "conductors", "archivists", "fishers", "teachers", "joiners", "statisticians", "volunteers"),
)
VERBS = (
    *("rebuild", "measure", "share", "repair", "question", "rename", "publish", "sketch", "postpone", "connect"),
    *("test", "map", "record", "unpack", "defend", "teach", "borrow", "count", "improve", "celebrate"),
)
PLACES = (
    *("Aldermoor", "Brantwick", "Corrie Sound", "Dunmarsh", "Eastferry", "Fallowmere", "Grünau", "Hollin Bay"),
    *("Ironbridge Row", "Jarrowmouth", "Kestrel Point", "Lindholm", "Marrow Hill", "Nantes-le-Vieux", "Östervik"),
    *("Port Selby", "Quillan", "Ravensea", "Saltings", "Thornby", "Upper Wend", "Vellacott", "Wickersley"),
)
TIMES = (
    *("after a dry summer", "before the first frost", "in less than a year", "for the third time", "at last"),
    *("without asking anyone", "ahead of the spring fair", "on a very small budget", "while the city slept"),
    *("despite the rain", "with help from next door", "one street at a time", "to nobody’s surprise"),
)
ASIDES = (
    *("according to the minutes of the last meeting", "people who have seen the plans say", "the council said"),
    *("a spokesperson told reporters", "the first figures suggest", "as the older residents remember it"),
    *("and the neighbours have noticed", "which nobody had tried before", "the team wrote in a long note"),
)
