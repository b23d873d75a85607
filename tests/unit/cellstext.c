/**
 * @file cellstext.c  Cells as text, and kept text to compare them with
 */
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"

enum { FILE_MAX = 256 * 1024 };

static void put_code(FILE *f, uint32_t code)
{
	if (code < 0x80) {
		(void)fputc((int)code, f);
		return;
	}
	if (code < 0x800)
		(void)fputc((int)(0xc0 | code >> 6), f);
	else if (code < 0x10000)
		(void)fputc((int)(0xe0 | code >> 12), f);
	else
		(void)fprintf(f, "%c%c", (int)(0xf0 | code >> 18),
			      (int)(0x80 | (code >> 12 & 0x3f)));
	if (code >= 0x800)
		(void)fputc((int)(0x80 | (code >> 6 & 0x3f)), f);
	(void)fputc((int)(0x80 | (code & 0x3f)), f);
}

char *cells_row(const struct oh_cells *c, int y)
{
	const struct oh_cell *v = &c->v[(size_t)y * (size_t)c->w];
	char *text = NULL;
	size_t size = 0;
	int w = c->w;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	while (w > 0 && v[w - 1].code == ' ')
		--w;
	for (int x = 0; x < w; x++)
		if (v[x].code)
			put_code(f, v[x].code);
	assert_int_equal(fclose(f), 0);

	return text;
}

char *cells_print(const struct oh_cells *c)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	for (int y = 0; y < c->h; y++) {
		char *row = cells_row(c, y);

		(void)fprintf(f, "%s\n", row);
		free(row);
	}
	assert_int_equal(fclose(f), 0);

	return text;
}

static char *kept(const char *path)
{
	char *text = calloc(1, FILE_MAX);
	FILE *f = fopen(path, "r");

	assert_non_null(text);
	if (f) {
		(void)fread(text, 1, FILE_MAX - 1, f);
		(void)fclose(f);
	}

	return text;
}

static void keep(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* The next line of a text, without its newline */
static const char *cut(const char **textp, size_t *lenp)
{
	const char *line = *textp;

	*lenp = strcspn(line, "\n");
	*textp += *lenp + (line[*lenp] == '\n');

	return line;
}

static void print_diff(const char *name, const char *want, const char *got)
{
	(void)fprintf(stderr, "snapshot %s differs (- kept, + now):\n", name);
	for (int n = 1; *want || *got; n++) {
		size_t wl, gl;
		const char *w = cut(&want, &wl), *g = cut(&got, &gl);

		if (wl == gl && 0 == memcmp(w, g, wl))
			continue;
		(void)fprintf(stderr, "%3d - %.*s\n%3d + %.*s\n", n, (int)wl,
			      w, n, (int)gl, g);
	}
	(void)fprintf(stderr, "if that is right: SNAPSHOTS=write "
		      "make check-unit TESTS=screen\n");
}

/* got: given */
static void compare(char *got, const char *name)
{
	const char *how = getenv("SNAPSHOTS");
	char path[256], *want;
	bool same;

	(void)snprintf(path, sizeof(path), "tests/unit/snapshots/%s.txt",
		       name);
	if (how && 0 == strcmp(how, "write"))
		keep(path, got);
	want = kept(path);
	same = 0 == strcmp(want, got);
	if (!same)
		print_diff(name, want, got);
	free(want);
	free(got);
	assert_true(same);
}

void cells_snapshot(const struct oh_cells *c, const char *name)
{
	compare(cells_print(c), name);
}

static char look(const struct oh_look_of *l)
{
	const int sum = l->bold + 2 * l->dim + 4 * l->reverse +
			8 * l->underline;

	return " 123456789abcdef"[sum];
}

static void put_looks(FILE *f, const struct oh_cells *c, int y,
		      const struct oh_theme *t)
{
	const struct oh_cell *v = &c->v[(size_t)y * (size_t)c->w];
	int w = c->w;

	while (w > 0 && look(&t->v[v[w - 1].style]) == ' ')
		--w;
	for (int x = 0; x < w; x++)
		(void)fputc(look(&t->v[v[x].style]), f);
	(void)fputc('\n', f);
}

void cells_snapshot_looks(const struct oh_cells *c, const struct oh_theme *t,
			  const char *name)
{
	char *text = cells_print(c), *both = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&both, &size);

	assert_non_null(f);
	(void)fputs(text, f);
	free(text);
	for (int y = 0; y < c->h; y++)
		put_looks(f, c, y, t);
	assert_int_equal(fclose(f), 0);
	compare(both, name);
}
