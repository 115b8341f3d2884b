"""The chart of docs/performance.md: bars of CPU at 16 cameras, and memory beside them. SVG, nothing but text."""
from xml.sax.saxutils import escape

ROW, BAR, LEFT, WIDTH, GAP = 46, 16, 290, 300, 130
COLOURS = {"bursts": "#2f6fa8", "paced": "#d9822b", "memory": "#5b8c5a"}


def bars(rows, memory_of):
    """Rows: (title, cpu in bursts or None, cpu paced or None, memory in MiB or None)."""
    most_cpu = max([v for r in rows for v in r[1:3] if v] or [1])
    most_memory = max([r[3] for r in rows if r[3]] or [1])
    # One that decodes would flatten all others: the axis ends at the largest but one, and its bar is cut.
    others = sorted(v for r in rows for v in r[1:3] if v)
    end = next((v for v in reversed(others) if v <= 3 * others[len(others) // 2]), most_cpu) if others else 1
    height = 84 + ROW * len(rows)
    right = LEFT + WIDTH + GAP
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right + WIDTH + 80} {height}" '
           'font-family="sans-serif" font-size="13">',
           '<rect width="100%" height="100%" fill="#ffffff"/>',
           text(LEFT, 24, "CPU seconds per camera and minute, 16 cameras", weight="bold"),
           text(right, 24, memory_of, weight="bold")]
    for i, (name, colour) in enumerate((("in bursts", "bursts"), ("paced packet by packet", "paced"))):
        x = LEFT + i * 110
        out += [f'<rect x="{x}" y="38" width="12" height="12" fill="{COLOURS[colour]}"/>', text(x + 17, 49, name)]
    for i, (title, bursts, paced, memory) in enumerate(rows):
        y = 66 + i * ROW
        out.append(text(LEFT - 8, y + BAR + 4, title, anchor="end"))
        for j, (value, colour) in enumerate(((bursts, "bursts"), (paced, "paced"))):
            out += bar(LEFT, y + j * (BAR + 2), value, end, colour, "{:.3f}")
        out += bar(right, y + BAR // 2, memory, most_memory, "memory", "{:.0f}")
    return "\n".join(out + ["</svg>"]) + "\n"


def bar(x, y, value, end, colour, form):
    if value is None:
        return [text(x + 4, y + 13, "not measured", fill="#777777")]
    length = max(1, min(1.0, value / end) * WIDTH)
    cut = value > end
    return [f'<rect x="{x}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{COLOURS[colour]}"/>',
            text(x + length + 5, y + 13, form.format(value) + (" (bar cut)" if cut else ""))]


def text(x, y, words, anchor="start", weight="normal", fill="#222222"):
    return (f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}">'
            f'{escape(words)}</text>')
