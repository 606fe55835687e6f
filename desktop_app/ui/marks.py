"""How severities look: a shape and a colour each, a tint under text that stays readable, and sentences."""

import html
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication

from desktop_app.domain.findings import ERROR, INFO, SEVERITY_NAMES, WARNING, Finding
from desktop_app.ui import theme

REVIEW = "review"  # a field that an import was not sure of; no finding of the checks, but shown as they are
ANSWERED = "answered"  # somebody wrote why it is right so; a sign of its own, and nothing that counts
SEVERITIES = (ERROR, WARNING, REVIEW, INFO)  # the gravest first
_SIGNS = (*SEVERITIES, ANSWERED)
NAMES = SEVERITY_NAMES | {REVIEW: "待核对", ANSWERED: "已说明"}

# Colour of the shape and of the sign on it: each pair is told apart on light and on dark ground.
_SHAPES = {
    ERROR: (QColor("#d32f2f"), QColor("#ffffff")),
    WARNING: (QColor("#f5a30a"), QColor("#2a1c00")),
    REVIEW: (QColor("#7a52c7"), QColor("#ffffff")),
    INFO: (QColor("#2f7ed8"), QColor("#ffffff")),
    ANSWERED: (QColor("#7a828c"), QColor("#ffffff")),
}
_TINT_LIGHT = {ERROR: 0.15, WARNING: 0.18, REVIEW: 0.14, INFO: 0.12, ANSWERED: 0.05}
_TINT_DARK = {ERROR: 0.34, WARNING: 0.26, REVIEW: 0.36, INFO: 0.28, ANSWERED: 0.12}
_BADGE_SIGN = 0.66  # of the height of a badge
_ICON_SIZES = (16, 20, 24, 32, 48)


def worst(findings: Iterable[Finding]) -> str:
    """The gravest severity among the findings, ANSWERED where all are answered, "" where there are none."""
    return gravest(kind(finding) for finding in findings)


def kind(finding: Finding) -> str:
    """By which sign a finding is told: its severity, or that it is answered."""
    return ANSWERED if finding.answer is not None else finding.severity


def gravest(kinds: Iterable[str]) -> str:
    """The gravest of some kinds, "" where there are none."""
    return min(kinds, key=_SIGNS.index, default="")


def tooltip(findings: Iterable[Finding]) -> str:
    """The sentences of the findings, the gravest first, as rich text; "" where there are none."""
    ordered = sorted(findings, key=lambda finding: _SIGNS.index(kind(finding)))
    return rich([f"{NAMES[kind(f)]}：{sentence(f)}{said(f)}" for f in ordered])


def said(finding: Finding) -> str:
    """The written answer to a finding in brackets, "" where there is none."""
    return f"（说明：{finding.answer.text}　{finding.answer.by}）" if finding.answer is not None else ""


def sentence(finding: Finding) -> str:
    """What a finding says, with the rule that says it; a field to be looked at has a reason and no rule."""
    return f"{finding.message}（{finding.rule}）" if finding.rule else finding.message


def rich(sentences: list[str]) -> str:
    """Sentences as a tooltip: what stands in a document is never taken for markup, and long lines wrap."""
    lines = "<br>".join(html.escape(sentence, quote=False).replace("\n", "<br>") for sentence in sentences)
    return f"<qt>{lines}</qt>" if lines else ""


def tint(severity: str, palette: QPalette) -> QColor:
    """The ground of a marked field on this palette, pale enough for the palette's own text."""
    shares = _TINT_DARK if theme.dark(palette) else _TINT_LIGHT
    return theme.blend(palette.color(QPalette.ColorRole.Base), _SHAPES[severity][0], shares[severity])


def colour(severity: str) -> QColor:
    """The colour of a severity's sign."""
    return _SHAPES[severity][0]


def ink(palette: QPalette) -> QColor:
    """The text colour on a tinted ground."""
    return palette.color(QPalette.ColorRole.Text)


def pale(palette: QPalette) -> QColor:
    """The colour of a text that steps back, still readable."""
    return theme.blend(palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text), 0.55)


def of_cell(role: int, severity: str) -> object:
    """What a marked cell of a grid gives for a role: its ground, its ink, its sign; None for other roles."""
    palette = QApplication.palette()
    if role == Qt.ItemDataRole.BackgroundRole:
        return tint(severity, palette)
    if role == Qt.ItemDataRole.ForegroundRole:
        return ink(palette)
    return icon(severity) if role == Qt.ItemDataRole.DecorationRole else None


def paint(painter: QPainter, rect: QRectF, severity: str) -> None:
    """Paint the sign of a severity into a square: a disc with a cross, a triangle with `!`, a disc with `?` or `i`.

    What is answered is a square with a tick.
    """
    colour, sign = _SHAPES[severity]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if severity == WARNING:
        painter.drawPolygon(QPolygonF([QPointF(8, 0.8), QPointF(15.6, 15), QPointF(0.4, 15)]))
    elif severity == ANSWERED:
        painter.drawRoundedRect(QRectF(0.8, 0.8, 14.4, 14.4), 3, 3)
    else:
        painter.drawEllipse(QRectF(0.5, 0.5, 15, 15))
    painter.setBrush(sign)
    if severity == ERROR:
        painter.translate(8, 8)
        for angle in (45, -45):
            painter.save()
            painter.rotate(angle)
            painter.drawRoundedRect(QRectF(-4.8, -1.1, 9.6, 2.2), 0.8, 0.8)
            painter.restore()
    elif severity == REVIEW:
        _paint_question(painter, sign)
    elif severity == ANSWERED:
        pen = QPen(sign, 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(4, 8.4), QPointF(7, 11.4), QPointF(12.2, 5)]))
    else:
        stem, dot = (5.4, 12.6) if severity == WARNING else (6.6, 4.2)
        painter.drawRoundedRect(QRectF(7, stem, 2, 5.2 if severity == WARNING else 6), 0.8, 0.8)
        painter.drawEllipse(QPointF(8, dot), 1.2, 1.2)
    painter.restore()


def _paint_question(painter: QPainter, sign: QColor) -> None:
    pen = QPen(sign, 1.9)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    curve = QPainterPath(QPointF(5.6, 6.1))
    curve.cubicTo(QPointF(5.6, 2.6), QPointF(10.6, 2.6), QPointF(10.5, 6.0))
    curve.cubicTo(QPointF(10.4, 7.8), QPointF(8.1, 7.7), QPointF(8, 9.6))
    painter.drawPath(curve)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(sign)
    painter.drawEllipse(QPointF(8, 12.5), 1.2, 1.2)


def icon(severity: str) -> QIcon:
    """The sign of a severity for buttons and lists."""
    result = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint(painter, QRectF(0, 0, size, size), severity)
        painter.end()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # a chosen row must not discolour it
            result.addPixmap(pixmap, mode)
    return result


def badge_font(font: QFont) -> QFont:
    """The font of the number in a badge that stands in a text of `font`."""
    small = QFont(font)
    small.setBold(False)
    small.setPointSizeF(font.pointSizeF() * 0.88)
    return small


def _badge_height(room: int, metrics: QFontMetrics) -> int:
    return min(room - 2, metrics.height() + 2)


def badge_width(number: int, room: int, metrics: QFontMetrics) -> int:
    """How wide a badge is in a row `room` pixels high; `metrics` are those of its own font."""
    height = _badge_height(room, metrics)
    if not number:
        return round(height * (_BADGE_SIGN + 0.4))
    return round(height * (_BADGE_SIGN + 0.75) + metrics.horizontalAdvance(str(number)))


def paint_badge(painter: QPainter, rect: QRect, severity: str, number: int) -> int:
    """Paint sign and number, 0 for the sign alone, at the right end of `rect`; returns the width taken."""
    palette = QApplication.palette()
    painter.save()
    painter.setFont(badge_font(painter.font()))
    metrics = painter.fontMetrics()
    height = _badge_height(rect.height(), metrics)
    sign = height * _BADGE_SIGN
    width = badge_width(number, rect.height(), metrics)
    pill = QRectF(rect.right() - width + 1, rect.center().y() - height / 2 + 0.5, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint(severity, palette))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    paint(painter, QRectF(pill.left() + height * 0.2, pill.center().y() - sign / 2, sign, sign), severity)
    painter.setPen(ink(palette))
    painter.drawText(
        pill.adjusted(0, 0, -height * 0.3, 0),
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        str(number or ""),
    )
    painter.restore()
    return width
