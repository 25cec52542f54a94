"""Sites in languages that are written otherwise than English, for the browser: every kind of page, and mixed texts."""

from pathlib import Path

from tests.interop.sites import PICTURES
from tests.support import BASE_URL, article

TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "ar": {
        "site": ("صحيفة المصابيح", "كل ما يضيء: أخبار من 3 مدن، وتقارير من HTTP/2 إلى iPhone 17 (Pro)."),
        "titles": (
            "مصباح «يتذكر» المساء: هل يغيّر iPhone 17 (Pro) بيوتنا؟",
            "ارتفاع أسعار الكهرباء 12.5% في 2026!",
            "مؤتمر Open Source Summit يبدأ غدا في القاهرة",
            "C++ أم Rust؟ جدل قديم يعود",
        ),
        "excerpt": ("يضيء المصباح كل ليلة وقتا أطول قليلا (نحو 30 ثانية)، ويعمل بنظام Linux.",),
        "topics": ("ذكاء اصطناعي", "مدن", "طاقة", "C++", "أخبار", "كِتَاب", "نقل", "صحة", "Web 3.0"),
        "people": ("ليلى حداد", "John Smith"),
        "outlet": ("مجلة النور", "Lamp Weekly (UK)"),
    },
    "he": {
        "site": ("עיתון המנורות", "כל מה שמאיר: חדשות מ־3 ערים, מ־HTTP/2 ועד iPhone 17 (Pro)."),
        "titles": (
            "מנורה ש„זוכרת” את הערב: האם iPhone 17 (Pro) ישנה את הבית?",
            "מחירי החשמל עלו ב־12.5% בשנת 2026!",
            "כנס Open Source Summit נפתח מחר בחיפה",
            "C++ או Rust? ויכוח ישן חוזר",
        ),
        "excerpt": ("המנורה מאירה בכל ערב מעט יותר (כ־30 שניות), ופועלת על Linux.",),
        "topics": ("בינה מלאכותית", "ערים", "אנרגיה", "C++", "חדשות", "שָׁלוֹם", "תחבורה", "בריאות", "Web 3.0"),
        "people": ("נועה כהן", "John Smith"),
        "outlet": ("ירחון האור", "Lamp Weekly (UK)"),
    },
    "fa": {
        "site": ("روزنامهٔ چراغ‌ها", "هرچه می‌درخشد: خبرهایی از ۳ شهر، از HTTP/2 تا iPhone 17 (Pro)."),
        "titles": (
            "چراغی که غروب را «به یاد می‌آورد»: آیا iPhone 17 (Pro) خانه را عوض می‌کند؟",
            "بهای برق در ۲۰۲۶ به اندازهٔ ۱۲٫۵٪ بالا رفت!",
            "همایش Open Source Summit فردا در تبریز آغاز می‌شود",
            "C++ یا Rust؟ بحثی کهنه بازمی‌گردد",
        ),
        "excerpt": ("چراغ هر شب کمی بیشتر می‌درخشد (حدود ۳۰ ثانیه) و با Linux کار می‌کند.",),
        "topics": ("هوش مصنوعی", "شهرها", "انرژی", "C++", "خبرها", "کتاب‌خوانی", "ترابری", "تندرستی", "Web 3.0"),
        "people": ("مریم کریمی", "John Smith"),
        "outlet": ("ماهنامهٔ نور", "Lamp Weekly (UK)"),
    },
    "ja": {
        "site": ("ランプ新聞", "光るものすべて：3つの都市から、HTTP/2からiPhone 17（Pro）まで。"),
        "titles": (
            "夕暮れを「覚えている」ランプ――iPhone 17（Pro）は家をどう変えるのか？",
            "電気料金、2026年は12.5％の値上げ！",
            "オープンソース・サミット（Open Source Summit）が明日、横浜で開幕",
            "C++かRustか？ 古い議論が再燃",
        ),
        "excerpt": ("ランプは毎晩少しずつ長く（約30秒）光り、Linuxで動く。灯りが消える前に知らせてくれるという。",),
        "topics": ("人工知能", "都市", "エネルギー", "C++", "ニュース", "ｶﾌｪ", "交通", "健康", "Web 3.0"),
        "people": ("佐藤花子", "John Smith"),
        "outlet": ("月刊あかり", "Lamp Weekly (UK)"),
    },
}
"""What each site says: a title and a description, then titles, an excerpt, topics, people and outlets of articles."""

FOUND: dict[str, list[tuple[str, str]]] = {
    "ar": [
        ("كتاب", "كِتَاب"),
        ("اخبار", "أخبار"),
        ("طـــاقة", "طاقة"),
        ("JOHN", "John Smith"),
        ("C++", "C++"),
        ("اصطناعي", "ذكاء اصطناعي"),
    ],
    "he": [("שלום", "שָׁלוֹם"), ("מלאכותית בינה", "בינה מלאכותית")],
    "fa": [("شهرها", "شهرها"), ("کتابخوانی", "کتاب‌خوانی"), ("كتاب خواني", "کتاب‌خوانی"), ("تندرستي", "تندرستی")],
    "ja": [("工知", "人工知能"), ("カフェ", "ｶﾌｪ"), ("ＷＥＢ", "Web 3.0")],
    "tr": [
        ("igdir", "Iğdır"),
        ("IĞDIR", "Iğdır"),
        ("IZMIR", "İzmir"),
        ("izmir", "İzmir"),
        ("isik", "IŞIK"),
        ("ışık", "IŞIK"),
        ("CAFE", "Café culture"),
        ("angstrom", "ÅNGSTRÖM"),
        ("STRASSE", "Straße"),
        ("lodz", "Łódź"),
        ("大学", "北京大学新闻"),
        ("ΕΛΛΆΔΟΣ", "Ελλάδος"),
        ("뉴스", "한국뉴스"),
    ],
}
"""What people type into the filter, and the name that they mean."""

BODY = """
{title}

- {excerpt}
- `feeds build --jobs 2`

> {excerpt}

| {topic} | 1 |
|---|---|
| {outlet} | 2 |

    feeds build && ls dist
"""
PLAYER = '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'
OTHERS = {"en": "A lamp that remembers (v2.0)!", "ar": "مصباح يتذكر v2.0!"}
"""The titles of articles in another language."""


def write(folder: Path, tag: str, base_url: str = BASE_URL) -> Path:
    """Write articles of a language, some of them in others, and return the configuration of the site."""
    texts = TEXTS[tag]
    titles, topics, people, outlets = (texts[name] for name in ("titles", "topics", "people", "outlet"))
    (excerpt,) = texts["excerpt"]
    for number in range(9):
        other = {6: "en", 7: "ar"}.get(number)
        title = OTHERS[other] if other else titles[number % len(titles)]
        fields = {
            "title": title,
            "excerpt": excerpt * (1 + number % 3),
            "publishedDateTime": f"2026-0{5 - number // 3}-1{number}T09:00:00Z",
            "webUrl": f"https://lamps{number % 2}.example/{number}",
            "provider": {"name": outlets[number % 2], "domain": f"lamps{number % 2}.example"},
            "authors": [{"name": name} for name in people[: number % 3]],
            "topics": [*topics[number:], *topics[: 2 if number else 0]],
            "images": [{"url": f"{PICTURES}/1200x675.png", "width": 1200, "height": 675, "attribution": people[1]}]
            if number % 3 == 0
            else None,
            "related": [
                {"title": one, "webUrl": f"https://r.example/{n}", "provider": {"domain": "r.example"}}
                for n, one in enumerate((*titles, *OTHERS.values()))
            ],
            "featuredContent": PLAYER if number in (3, 4) else None,
            "lang": other,
            "translationKey": "lamp" if number in (0, 6, 7) else None,
            "body": BODY.format(title=title, excerpt=excerpt, topic=topics[0], outlet=outlets[0]),
        }
        path = folder / "articles" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(**fields), encoding="utf-8")
    title, description = texts["site"]
    config = folder / "feeds.toml"
    config.write_text(
        'groups = ["all", "topic", "provider", "author", "language"]\narchives = ["all"]\nlimit = 5\n'
        f'[site]\ntitle = "{title}"\ndescription = "{description}"\nlanguage = "{tag}"\n'
        f'base_url = "{base_url}"\nhome_url = "https://lamps.example/"\nauthor = "{people[0]}"\n'
        f'[feeds.ended]\ntitle = "{topics[1]}"\ntopics = ["{topics[1]}"]\n[retired]\nfeeds = ["feeds/ended"]\n',
        encoding="utf-8",
    )
    return config
