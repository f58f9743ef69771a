"""SVG made fit to stand inside an HTML page: only what draws, with names that no other picture has."""

import re

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
_DRAWN = """
    svg g path rect line circle ellipse polygon polyline text tspan defs clipPath linearGradient radialGradient stop
    pattern marker symbol use mask
"""
DRAWS = frozenset(_DRAWN.split())
"""Elements kept; what is not drawn, such as scripts, styles, links and other people's HTML, is left out."""
_SAFE = """
    id d x y x1 y1 x2 y2 dx dy cx cy r rx ry width height points transform viewBox version offset display visibility
    opacity pointer-events href gradientUnits gradientTransform clipPathUnits patternUnits patternTransform
    preserveAspectRatio text-anchor dominant-baseline letter-spacing refX refY orient markerWidth markerHeight
    clip-path mask marker-start marker-end
"""
KEPT = frozenset(_SAFE.split())
BEGINNINGS = ("fill", "stroke", "font-", "stop-")
_LINK = re.compile(r"url\(\s*['\"]?#([^)'\"]*)['\"]?\s*\)")
_ADDRESS = re.compile(r"url\((?!#)", re.IGNORECASE)


def inline_svg(svg: str, name: str, title: str, alt: str) -> str:
    """An SVG as one element of a page, its title and words those given, every id begun with `name`.

    Raises ValueError where the text is not SVG.

    >>> inline_svg('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "f1", "Pay", "A bar.").split(">", 1)[1]
    '<title id="f1-title">Pay</title><desc id="f1-desc">A bar.</desc></svg>'
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"a picture is not SVG: {error}") from None
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError("a picture is not SVG")
    for element in list(root.iter()):
        if not _draws(element):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            del element.attrib[key]
            short = "href" if key.endswith("}href") else key
            safe = _attribute(short, value, name)
            if safe is not None:
                element.set(short, safe)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title")
    root.set("aria-describedby", f"{name}-desc")
    for at, (tag, words) in enumerate((("title", title), ("desc", alt))):
        label = etree.Element(f"{{{SVG}}}{tag}", id=f"{name}-{tag}")
        label.text = words
        root.insert(at, label)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode", with_tail=False))


def _draws(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.removeprefix(f"{{{SVG}}}") in DRAWS


def _attribute(key: str, value: str, name: str) -> str | None:
    """An attribute's value with its ids renamed; None where it is left out."""
    if key == "id":
        return f"{name}-{value}"
    if key == "href":
        return f"#{name}-{value[1:]}" if value.startswith("#") else None
    if key not in KEPT and not key.startswith(BEGINNINGS):
        return None
    linked = _LINK.sub(lambda match: f"url(#{name}-{match[1]})", value)
    return None if _ADDRESS.search(linked) else linked
