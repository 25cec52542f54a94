"""Codes that others have assigned: countries, schemes of addresses, relations of links."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COUNTRIES = _words(
    """
    AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BU BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CX CY CZ DD DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU
    FI FJ FK FM FO FR FX GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG
    MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NT NU NZ OM PA PE PF PG PH PK
    PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SU SV SX SY SZ TC
    TD TF TG TH TJ TK TL TM TN TO TP TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YD YE YT YU ZA ZM
    ZR ZW
    """
)
"""The countries of two letters (ISO 3166-1), also those that are no more."""

SCHEMES = _words(
    """
    about acap acct adiumxtra aim apt attachment aw bitcoin blob bolo callto cap chrome cid coap coaps content crid
    cvs data dav dict dns doi ed2k example facetime fax feed file filesystem finger fish ftp geo gg git gizmoproject
    go gopher gtalk h323 hcp http https iax icap icon im imap info ipp ipps irc irc6 ircs iris itms jabber jar jms
    keyparc lastfm ldap ldaps magnet mailserver mailto maps market message mid mms modem msnim mtqp mupdate mvn news
    nfs ni nih nntp notes oid opaquelocktoken openid pack palm paparazzi pkcs11 platform pop pres prospero proxy
    psyc query reload res resource rmi rsync rtmfp rtmp rtsp secondlife service session sftp sgn shttp sieve sip
    sips skype smb sms smtp snews snmp soldat spotify ssh steam stun stuns submit svn tag teamspeak tel telnet tftp
    things tip tn3270 tool turn turns tv udp unreal urn ut2004 uuid vemmi view-source vnc wais webcal ws wss wtai
    wyciwyg xcon xfire xmlrpc.beep xmpp xri ymsgr z39.50r z39.50s hdl bittorrent dweb gemini ipfs ipns did matrix
    mumble
    """
)
"""Schemes of addresses that are registered, or widely in use."""

RELATIONS = _words(
    """
    about acl alternate amphtml api-catalog appendix apple-touch-icon archives author blocked-by bookmark canonical
    chapter cite-as collection comments contents convertedfrom copyright create-form current describedby describes
    disclosure dns-prefetch duplicate edit edit-form edit-media enclosure first glossary help hosts hub icon index
    interval-after intervalbefore item last latest-version license linkset lrdd manifest me media-feed memento
    micropub modulepreload monitor monitor-group next next-archive nofollow noopener noreferrer original payment
    pingback preconnect predecessor-version prefetch preload prerender prev prev-archive preview previous
    privacy-policy profile publication related replies restconf search section self service service-desc service-doc
    sponsored start stylesheet subsection successor-version sunset tag terms-of-service timegate timemap type up
    version-history via webmention working-copy working-copy-of
    """
)
"""The relations of links that are registered, or have been in use with feeds since before."""
