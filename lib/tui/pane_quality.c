/**
 * @file pane_quality.c  How the selected call sounds: figures, levels, MOS
 */
#include "base/compat.h"
#include <math.h>
#include "tui/empty.h"
#include "tui/pane.h"
#include "tui/plot.h"

enum {
	LABEL_W   = 9,
	FIGURE_W  = 18,          /* a figure and its name           */
	METER_MAX = 40,
	PLOT_MIN  = 3,           /* rows that are worth while       */
	PLOT_MAX  = 12,
	LEVEL_DB  = 60,          /* of a meter, below full scale    */
};

static const struct oh_empty no_call = {
	"No call.", {
	"How the selected call sounds is shown here: loss, jitter, round "
	"trip, levels of both sides and the MOS (1 bad to 4.5 best) over "
	"the last three minutes.",
	"Call somebody, or select a call." }
};

static int quality_alloc(void **statep)
{
	*statep = mem_zalloc(1, NULL);

	return *statep ? 0 : ENOMEM;
}

/* ITU-T G.107 annex B: satisfied above 4.0, nearly all dissatisfied below
   3.1 */
static enum oh_style mos_style(double mos)
{
	return mos >= 4.0 ? OH_STYLE_GOOD : mos >= 3.1 ? OH_STYLE_FAIR
						       : OH_STYLE_POOR;
}

static const char *mos_word(double mos)
{
	return mos >= 4.0 ? "good" : mos >= 3.6 ? "fair"
		: mos >= 3.1 ? "poor" : "bad";
}

/* Low is good */
static enum oh_style low_style(double value, double good, double fair)
{
	return value <= good ? OH_STYLE_GOOD : value <= fair ? OH_STYLE_FAIR
							      : OH_STYLE_POOR;
}

/** A figure with its name: "loss 0.0 %" */
struct figure {
	const char *name;
	char text[24];
	enum oh_style style;
};

static void set(struct figure *f, const char *name, enum oh_style style,
		const char *fmt, double value)
	__attribute__((format(printf, 4, 0)));

static void set(struct figure *f, const char *name, enum oh_style style,
		const char *fmt, double value)
{
	const bool sane = isfinite(value) && fabs(value) < 1e6;

	f->name = name;
	f->style = sane ? style : OH_STYLE_DIM;
	if (sane)
		(void)snprintf(f->text, sizeof(f->text), fmt, value);
	else
		str_ncpy(f->text, "-", sizeof(f->text));
}

static void read_figures(struct figure figurev[4],
			 const struct oh_board_quality *q)
{
	set(&figurev[0], "MOS", mos_style(q->mos), "%.1f", q->mos);
	set(&figurev[1], "loss", low_style(q->loss_pct, 1.0, 3.0), "%.1f %%",
	    q->loss_pct);
	set(&figurev[2], "jitter", low_style(q->jitter_ms, 20.0, 50.0),
	    "%.1f ms", q->jitter_ms);
	set(&figurev[3], "round trip", low_style(q->rtt_ms, 200.0, 400.0),
	    "%.0f ms", q->rtt_ms < 0.0 ? (double)NAN : q->rtt_ms);
	if (q->mos > 0.0 && q->mos < 10.0)
		(void)snprintf(figurev[0].text, sizeof(figurev[0].text),
			       "%.1f %s", q->mos, mos_word(q->mos));
}

/* As many beside each other as there is room for; rows used */
static int paint_figures(const struct oh_board_call *call,
			 struct oh_cells *c, const struct oh_box *b)
{
	const int beside = MAX(MIN(b->w / FIGURE_W, 4), 1);
	struct figure figurev[4];

	if (!call->quality.known)
		return oh_cells_wrap(c, b, OH_STYLE_DIM, call->answered_ms
				     ? "Figures come a second after the "
				       "first audio."
				     : "Figures come when it is answered.");
	read_figures(figurev, &call->quality);
	for (int i = 0; i < 4 && i / beside < b->h; i++) {
		int x = b->x + i % beside * FIGURE_W, y = b->y + i / beside;
		int w = MIN(FIGURE_W - 1, b->w), used;

		used = oh_cells_text(c, x, y, w, OH_STYLE_DIM,
				     figurev[i].name);
		(void)oh_cells_text(c, x + used + 1, y, w - used - 1,
				    figurev[i].style, figurev[i].text);
	}

	return MIN((4 + beside - 1) / beside, b->h);
}

/* "us    -23 dBov ██████▌····" */
static void paint_level(struct oh_cells *c, const struct oh_box *b,
			const char *who, double db)
{
	const int room = b->w - LABEL_W - 10;
	const struct oh_box figure = { b->x + LABEL_W, b->y,
				       MIN(b->w - LABEL_W, 9), 1 };
	const bool heard = isfinite(db) && db > -127.0 && db <= 0.0;

	(void)oh_cells_text(c, b->x, b->y, MIN(b->w, LABEL_W), OH_STYLE_DIM,
			    who);
	if (heard)
		(void)oh_cells_print(c, &figure, OH_STYLE_NORMAL,
				     "%4.0f dBov", db);
	else
		(void)oh_cells_print(c, &figure, OH_STYLE_DIM, " silence");
	if (room > 4)
		oh_cells_meter(c, b->x + LABEL_W + 10, b->y,
			       MIN(room, METER_MAX),
			       heard ? 1.0 + db / LEVEL_DB : 0.0,
			       OH_STYLE_UP);
}

/* "codec PCMU  SRTP AES_CM_128_HMAC_SHA1_80  TLS 1.3" */
static void paint_how(const struct oh_board_call *call, struct oh_cells *c,
		      const struct oh_box *b)
{
	(void)oh_cells_print(c, b, OH_STYLE_NORMAL,
			     "%s%s%s%s%s%s%s",
			     *call->codec ? call->codec : "no codec yet",
			     *call->srtp ? "  SRTP " : "  not encrypted",
			     call->srtp, *call->tls ? "  signalling " : "",
			     call->tls, *call->trunk ? "  trunk " : "",
			     call->trunk);
}

/* Oldest first; how many */
static size_t read_mos(float v[OH_BOARD_MOS_MAX],
		       const struct oh_board_call *call)
{
	const uint32_t n = MIN(call->mosc, (uint32_t)OH_BOARD_MOS_MAX);

	for (uint32_t i = 0; i < n; i++)
		v[i] = call->mosv[(call->mosc - n + i) % OH_BOARD_MOS_MAX];

	return n;
}

static void paint_mos(const struct oh_board_call *call, struct oh_cells *c,
		      const struct oh_box *b)
{
	float v[OH_BOARD_MOS_MAX];
	const struct oh_plot p = {
		.v = v, .count = read_mos(v, call),
		.min = 1.0f, .max = 4.5f, .style = mos_style,
	};
	const size_t step = oh_plot_step(&p, b->w);
	struct oh_box plot = { b->x, b->y + 1, b->w,
			       MIN(b->h - 1, PLOT_MAX) };

	if (b->h <= PLOT_MIN || !p.count)
		return;
	if (step > 1)
		(void)oh_cells_print(c, b, OH_STYLE_DIM,
				     "MOS, last %zu s, the lowest of each "
				     "%zu s", p.count, step);
	else
		(void)oh_cells_print(c, b, OH_STYLE_DIM,
				     "MOS, last %zu s", p.count);
	oh_plot_paint(&p, c, &plot);
}

static void quality_paint(void *state, const struct oh_view *v,
			  struct oh_cells *c, const struct oh_box *b)
{
	struct oh_box rest = *b;
	int rows;

	(void)state;
	if (b->h <= 0 || b->w <= 0)
		return;
	if (!v->call) {
		oh_empty_paint(c, b, &no_call);
		return;
	}
	rows = paint_figures(v->call, c, &rest);
	rest.y += rows;
	rest.h -= rows;
	if (rest.h > 0)
		paint_how(v->call, c, &rest);
	rest.y += 1;
	rest.h -= 1;
	if (rest.h > 0)
		paint_level(c, &rest, "we say", v->call->us_db);
	rest.y += 1;
	rest.h -= 1;
	if (rest.h > 0)
		paint_level(c, &rest, "they say", v->call->them_db);
	rest.y += 1;
	rest.h -= 1;
	paint_mos(v->call, c, &rest);
}

static bool quality_order(void *state, const struct oh_view *v,
			  const char *word)
{
	(void)state;
	(void)v;
	(void)word;

	return false;
}

const struct oh_pane_class oh_pane_quality = {
	.name  = "quality",
	.title = "Quality",
	.alloc = quality_alloc,
	.paint = quality_paint,
	.order = quality_order,
};
