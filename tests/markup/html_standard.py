"""The elements and attributes of the HTML standard, its obsolete ones (section 16.2), and those of MathML Core."""

from feeds.markup.elements import names

ELEMENTS = names(
    """
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col
    colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta
    meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search
    section select selectedcontent slot small source span strong style sub summary sup svg table tbody td template
    textarea tfoot th thead time title tr track u ul var video wbr
    """
)
OBSOLETE = names(
    """
    acronym applet basefont bgsound big blink center dir font frame frameset image isindex keygen listing marquee
    menuitem multicol nextid nobr noembed noframes param plaintext rb rtc spacer strike tt xmp
    """
)
MATHML_CORE = names(
    """
    annotation annotation-xml maction math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot
    mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics none
    """
)
ATTRIBUTES = names(
    """
    abbr accept accept-charset accesskey action allow allowfullscreen alpha alt as async autocapitalize autocomplete
    autocorrect autofocus autoplay blocking charset checked cite class closedby color colorspace cols colspan command
    commandfor content contenteditable controls coords crossorigin data datetime decoding default defer dir dirname
    disabled download draggable enctype enterkeyhint fetchpriority for form formaction formenctype formmethod
    formnovalidate formtarget headers headingoffset headingreset height hidden high href hreflang http-equiv id
    imagesizes imagesrcset inert inputmode integrity is ismap itemid itemprop itemref itemscope itemtype kind label lang
    list loading loop low max maxlength media method min minlength multiple muted name nomodule nonce novalidate open
    optimum pattern ping placeholder playsinline popover popovertarget popovertargetaction poster preload readonly
    referrerpolicy rel required reversed rows rowspan sandbox scope selected shadowrootclonable
    shadowrootcustomelementregistry shadowrootdelegatesfocus shadowrootmode shadowrootserializable shape size sizes slot
    span spellcheck src srcdoc srclang srcset start step style tabindex target title translate type usemap value width
    wrap writingsuggestions
    """
)
OBSOLETE_ATTRIBUTES = names(
    """
    align alink allowusermedia archive axis background behavior bgcolor border bordercolor bottommargin cellpadding
    cellspacing char charoff classid clear code codebase codetype compact declare direction face frame frameborder
    hspace language leftmargin link longdesc lowsrc manifest marginheight marginwidth methods nohref noresize noshade
    nowrap
    object profile prompt rev rightmargin rules scheme scrollamount scrolldelay scrolling standby summary text topmargin
    truespeed typemustmatch urn valign valuetype version vlink vspace
    """
)
