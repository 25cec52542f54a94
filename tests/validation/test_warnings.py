"""What is unwise and yet valid is a warning, with its rule."""

import pytest

from feeds.validation.runner import validate
from tests.support import NOW
from tests.validation.cases import VALID


@pytest.mark.parametrize(
    ("name", "rule", "message"),
    [
        ("rss/no-self.xml", "RSS Profile atom:link", "channel has no atom:link"),
        ("rss/guid-missing.xml", "RSS 2.0 guid", "item has no guid"),
        ("rss/enclosure-twice.xml", "RSS Profile enclosure", "item has a second enclosure"),
        ("rss/image-title-differs.xml", "RSS Profile image", "the title of image differs"),
        ("rss/managing-editor-address-only.xml", "RSS 2.0 managingEditor", "managingEditor has no name"),
        ("rss/pub-date-two-digits.xml", "RSS 2.0 pubDate", "pubDate has a year of two digits"),
        ("rss/title-empty.xml", "RSS 2.0 title", "title is empty"),
        ("rss/title-with-markup.xml", "RSS Profile", "title has markup in it"),
        ("rss/description-script.xml", "RSS Profile description", "description has <script>"),
        ("rss/description-relative-image.xml", "RSS Profile description", "description has a relative address"),
        ("rss/link-scheme-unknown.xml", "RSS 2.0 link", "link has a scheme that is not registered"),
        ("rss/skip-hours-24-of-0.91.xml", "RSS 2.0 hour", "hour is 24"),
        ("rss/item-of-0.92-empty.xml", "RSS 2.0 item", "item has neither"),
        ("rss/twins.xml", "RSS Profile author", "dc:creator says the same as author"),
        ("rss/content-before-description.xml", "RSS Profile content:encoded", "content:encoded stands before"),
        ("rss/item-before-title.xml", "RSS Profile item", "link stands behind an item"),
        ("rss/prefix-of-another.xml", "XML Namespaces", "the prefix dc usually means"),
        ("rss/nearly-a-namespace.xml", "XML Namespaces", "the namespace http://purl.org/dc/elements/1.1 is not"),
        ("rss/pub-date-comment-behind.xml", "RSS 2.0 pubDate", "pubDate is written in a way"),
        ("rss/author-mailto.xml", "RSS 2.0 author", "author is written in a way"),
        ("rss/author-name-in-front.xml", "RSS 2.0 author", "author has the name in front"),
        ("atom/author-email-one-label.xml", "RFC 4287 3.2.3", "email has a domain of one name"),
        ("atom/link-relation-space-both.xml", "RFC 4287 4.2.7", "the rel of link has white space around it"),
        ("atom-in-rss/link-text.xml", "RFC 4287 4.2.7", "atom:link has text in it"),
        ("atom/two-entries-one-id.xml", "RFC 4287 4.1.1", "id 'https://harbour.example/spring' is another"),
        ("opml/outline-link-no-url.opml", "OPML 2.0 outline", "outline of type link has no url"),
        ("opml/document-type-by-address.opml", "XML 1.0 4.2.2", "the document type is outside"),
        ("rdf/rss-1.0-no-seq.xml", "RSS 1.0 items", "items has no rdf:Seq"),
        ("xml/internal-entity.xml", "XML 1.0 4.2.1", "the entity x is lost"),
        ("xml/windows-1252.xml", "XML 1.0 4.3.3", "the encoding WINDOWS-1252"),
        ("atom/id-not-normal.xml", "RFC 4287 4.2.6", "id is not in its normal form"),
        ("atom/content-src-no-type.xml", "RFC 4287 4.1.3.2", "content with src should have a type"),
        ("atom/source-empty.xml", "RFC 4287 4.2.11", "source has no id and no title and no updated"),
        ("atom/link-relation-unregistered.xml", "RFC 4287 4.2.7", "the rel of link is not a registered relation"),
        ("atom/content-script.xml", "RFC 4287 4.1.3.3", "content has <script>"),
        ("atom/content-xhtml-style.xml", "", ""),
        ("atom/content-xml-two.xml", "RFC 4287 4.1.3.3", "content of type application/xml should be"),
        ("atom/xhtml-script.xml", "RFC 4287 4.1.3.3", "content has <script>"),
        ("atom/element-in-no-namespace.xml", "RFC 4287 6.4", "x is in no namespace"),
        ("atom/relation-upper.xml", "RFC 4287 4.2.7", "the rel of link is not known in this case"),
        ("atom/title-markup.xml", "RFC 4287 3.1.1", "title has markup in it"),
        ("atom/some-entries-alike.xml", "RFC 4287 4.1.1", "id 'https://harbour.example/spring' is another"),
        ("atom/updated-old.xml", "RFC 4287 4.2.15", "updated is long past"),
        ("paging/archive-no-current.xml", "RFC 5005 4", "an archive document should have"),
        ("paging/archive-and-complete.xml", "RFC 5005 2", "a feed that is complete has no archive"),
        ("itunes/keywords-many.xml", "itunes:keywords", "itunes:keywords has more than 12 words"),
        ("opml/no-title.opml", "OPML 2.0 title", "head has no title"),
        ("opml/outline-type-unknown.opml", "OPML 2.0 outline", "the type of outline should be"),
        ("opml/outline-version-unknown.opml", "OPML 2.0 outline", "the version of outline should be"),
        ("opml/outline-feed-no-type.xml", "OPML 2.0 outline", "outline has an xmlUrl and no type"),
        ("opml/attribute-case.xml", "OPML 2.0 outline", "outline has an attribute htmlurl"),
        ("rdf/rss-1.0-list.xml", "RSS 1.0 items", "rdf:li names an item that is not there"),
        ("jsonfeed/version-1.json", "", ""),
        ("jsonfeed/unknown-member.json", "JSON Feed 1.1", "theme is not defined in the feed"),
    ],
)
def test_warnings(name: str, rule: str, message: str) -> None:
    """Each has its words; a document without a rule here has no warning at all."""
    findings = validate([VALID / name], NOW).findings
    assert all(finding.severity == "warning" for finding in findings)
    if not rule:
        assert findings == []
    assert any(finding.rule == rule and finding.message.startswith(message) for finding in findings) or not rule, (
        findings
    )
