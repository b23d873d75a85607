/**
 * @file table.c  Rows of a listing: columns for people, CSV, JSON lines
 */
#include <cjson/cJSON.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/compat.h"
#include "base/scan.h"
#include "cli/cli_priv.h"
#include "cli/table.h"

enum {
	CELL_SIZE = 4096,     /* Longest cell shown to people [bytes] */
	GAP       = 2,        /* Blanks between columns               */
};

struct oh_table {
	struct oh_table_prm prm;
	size_t              columnc;
	size_t              shownv[OH_TABLE_COLUMNS_MAX];  /* in this order */
	size_t              shownc;
	size_t              sort;         /* column                         */
	size_t              count;        /* of rows, printed or kept       */
	char              **rowv;         /* kept for sorting: the cells of
					     each row, columnc of them      */
	size_t              rowc;
	size_t              size;
	size_t              printed;
};

static void forget_rows(struct oh_table *t)
{
	for (size_t i = 0; i < t->rowc * t->columnc; i++)
		mem_deref(t->rowv[i]);
	t->rowv = mem_deref(t->rowv);
	t->rowc = t->size = 0;
}

static void destructor(void *arg)
{
	forget_rows(arg);
}

/* SIZE_MAX: there is no such column */
static size_t find_column(const struct oh_table *t, const char *name,
			  size_t len)
{
	for (size_t i = 0; i < t->columnc; i++) {
		const char *known = t->prm.columnv[i].name;

		if (strlen(known) == len && 0 == memcmp(known, name, len))
			return i;
	}

	return SIZE_MAX;
}

static void show_usual(struct oh_table *t)
{
	for (size_t i = 0; i < t->columnc; i++) {
		if (!t->prm.columnv[i].hidden)
			t->shownv[t->shownc++] = i;
	}
}

/* "number,cost": those, in this order */
static int show_named(struct oh_table *t, const char *names,
		      const char **badp)
{
	for (const char *p = names; ; p++) {
		size_t len = strcspn(p, ",");
		size_t i = find_column(t, p, len);

		if (i == SIZE_MAX || t->shownc == OH_TABLE_COLUMNS_MAX) {
			*badp = p;
			return EINVAL;
		}
		t->shownv[t->shownc++] = i;
		p += len;
		if (!*p)
			return 0;
	}
}

static int choose_columns(struct oh_table *t, const char **badp)
{
	while (t->prm.columnv[t->columnc].name)
		t->columnc++;
	if (t->columnc > OH_TABLE_COLUMNS_MAX)
		return ERANGE;
	if (t->prm.sort) {
		t->sort = find_column(t, t->prm.sort, strlen(t->prm.sort));
		*badp = t->prm.sort;
		if (t->sort == SIZE_MAX)
			return EINVAL;
	}
	if (t->prm.columns)
		return show_named(t, t->prm.columns, badp);
	show_usual(t);

	return 0;
}

/**
 * Begin a listing
 *
 * @param tp   Set on success; release with mem_deref, best after
 *             oh_table_close()
 * @param prm  Parameters, copied; what they point at is borrowed
 * @param badp With EINVAL: where the unknown column stands, within prm
 *
 * @return 0, EINVAL a column that does not exist, ENOMEM
 */
int oh_table_alloc(struct oh_table **tp, const struct oh_table_prm *prm,
		   const char **badp)
{
	struct oh_table *t;
	int err;

	if (!tp || !prm || !prm->app || !prm->columnv || !badp)
		return EINVAL;

	t = mem_zalloc(sizeof(*t), destructor);
	if (!t)
		return ENOMEM;
	t->prm = *prm;

	err = choose_columns(t, badp);
	if (err)
		mem_deref(t);
	else
		*tp = t;

	return err;
}

static const char *cell_of(const char *const *cellv, size_t i)
{
	return cellv[i] ? cellv[i] : "";
}

/* Characters, not bytes: a continuation byte takes no room */
static int width_of(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;

	return n;
}

static void print_padded(FILE *f, const char *s, const struct oh_column *col,
			 bool last)
{
	int pad = (int)col->width - width_of(s);

	if (pad < 0)
		pad = 0;
	if (col->cell == OH_CELL_DECIMAL)
		fprintf(f, "%*s%s%*s", pad, "", s, last ? 0 : GAP, "");
	else
		fprintf(f, "%s%*s", s, last ? 0 : pad + GAP, "");
}

static void print_heading(const struct oh_table *t, FILE *f)
{
	for (size_t i = 0; i < t->shownc; i++) {
		const struct oh_column *col =
			&t->prm.columnv[t->shownv[i]];
		char name[64];
		size_t n = str_len(col->name);

		if (n >= sizeof(name))
			n = sizeof(name) - 1;
		for (size_t c = 0; c < n; c++)
			name[c] = (char)toupper((unsigned char)col->name[c]);
		name[n] = '\0';
		print_padded(f, name, col, i + 1 == t->shownc);
	}
	fputc('\n', f);
}

static void print_text(struct oh_table *t, FILE *f, const char *const *cellv)
{
	char safe[CELL_SIZE];

	if (!t->printed)
		print_heading(t, f);
	for (size_t i = 0; i < t->shownc; i++) {
		const char *s = cell_of(cellv, t->shownv[i]);

		(void)oh_scan_safe(safe, sizeof(safe), *s ? s : "-",
				   *s ? strlen(s) : 1);
		print_padded(f, safe, &t->prm.columnv[t->shownv[i]],
			     i + 1 == t->shownc);
	}
	fputc('\n', f);
}

/* A text of several lines goes on below itself */
static void print_lines(FILE *f, int width, const char *name, const char *s)
{
	char safe[CELL_SIZE];

	while (*s) {
		size_t len = strcspn(s, "\n");

		(void)oh_scan_safe(safe, sizeof(safe), s, len);
		fprintf(f, "%-*s  %s\n", width, name, safe);
		name = "";
		s += len + (s[len] == '\n');
	}
}

static void print_page(struct oh_table *t, FILE *f, const char *const *cellv)
{
	int width = 0;

	if (t->printed)
		fputc('\n', f);
	for (size_t i = 0; i < t->shownc; i++) {
		int w = width_of(t->prm.columnv[t->shownv[i]].name);

		width = w > width ? w : width;
	}
	for (size_t i = 0; i < t->shownc; i++) {
		const char *s = cell_of(cellv, t->shownv[i]);

		if (!*s)
			continue;
		print_lines(f, width, t->prm.columnv[t->shownv[i]].name, s);
	}
}

static void print_csv_cell(FILE *f, const char *s)
{
	if (!strpbrk(s, ",\"\r\n")) {
		fputs(s, f);
		return;
	}
	fputc('"', f);
	for (; *s; s++) {
		if (*s == '"')
			fputc('"', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

static void print_csv(struct oh_table *t, FILE *f, const char *const *cellv)
{
	for (size_t i = 0; !t->printed && i < t->shownc; i++)
		fprintf(f, "%s%s", i ? "," : "",
			t->prm.columnv[t->shownv[i]].name);
	if (!t->printed)
		fputs("\r\n", f);
	for (size_t i = 0; i < t->shownc; i++) {
		if (i)
			fputc(',', f);
		print_csv_cell(f, cell_of(cellv, t->shownv[i]));
	}
	fputs("\r\n", f);
}

static cJSON *list_of(const char *s)
{
	cJSON *list = cJSON_CreateArray();
	char word[CELL_SIZE];

	while (*s) {
		size_t len = strcspn(s, " ");

		if (len && len < sizeof(word)) {
			memcpy(word, s, len);
			word[len] = '\0';
			if (!cJSON_AddItemToArray(list,
						  cJSON_CreateString(word))) {
				cJSON_Delete(list);
				return NULL;
			}
		}
		s += len + strspn(s + len, " ");
	}

	return list;
}

static cJSON *value_of(const char *s, enum oh_cell cell)
{
	if (cell == OH_CELL_LIST)
		return list_of(s);
	if (!*s)
		return cJSON_CreateNull();
	switch (cell) {

	case OH_CELL_JSON:
	case OH_CELL_DECIMAL: return cJSON_CreateRaw(s);
	case OH_CELL_BOOL:    return cJSON_CreateBool(*s == 't');
	default:              return cJSON_CreateString(s);
	}
}

/* All columns: a program that does not want one need not look at it */
static int print_json(const struct oh_table *t, FILE *f,
		      const char *const *cellv)
{
	cJSON *o = cJSON_CreateObject();
	char *line = NULL;
	int err = ENOMEM;

	if (!cJSON_AddStringToObject(o, "schema", t->prm.schema))
		goto out;
	for (size_t i = 0; i < t->columnc; i++) {
		const struct oh_column *col = &t->prm.columnv[i];

		if (!cJSON_AddItemToObject(o, col->name,
				value_of(cell_of(cellv, i), col->cell)))
			goto out;
	}
	line = cJSON_PrintUnformatted(o);
	if (!line)
		goto out;
	fprintf(f, "%s\n", line);
	err = 0;

 out:
	cJSON_free(line);
	cJSON_Delete(o);

	return err;
}

static int print_row(struct oh_table *t, const char *const *cellv)
{
	FILE *f = t->prm.app->out;
	int err = 0;

	switch (t->prm.style) {

	case OH_TABLE_TEXT: print_text(t, f, cellv);       break;
	case OH_TABLE_PAGE: print_page(t, f, cellv);       break;
	case OH_TABLE_CSV:  print_csv(t, f, cellv);        break;
	case OH_TABLE_JSON: err = print_json(t, f, cellv); break;
	}
	t->printed += !err;

	return err;
}

static int make_room(struct oh_table *t)
{
	size_t size = t->size ? t->size * 2 : 64;
	size_t bytes = size * t->columnc * sizeof(char *);
	char **v;

	if (t->rowc < t->size)
		return 0;
	if (t->rowc >= OH_TABLE_ROWS_MAX)
		return ERANGE;
	v = t->rowv ? mem_realloc(t->rowv, bytes) : mem_alloc(bytes, NULL);
	if (!v)
		return ENOMEM;
	t->rowv = v;
	t->size = size;

	return 0;
}

static int keep_row(struct oh_table *t, const char *const *cellv)
{
	char **row;
	int err = make_room(t);

	if (err)
		return err;
	row = t->rowv + t->rowc++ * t->columnc;
	memset(row, 0, t->columnc * sizeof(*row));
	for (size_t i = 0; i < t->columnc; i++) {
		if (!cellv[i])
			continue;
		err = str_dup(&row[i], cellv[i]);
		if (err)
			return err;
	}

	return 0;
}

/**
 * Add a row: printed now, or kept to be sorted
 *
 * @param t     Table
 * @param cellv A text for each column of the table, borrowed
 *
 * @return 0, EINVAL, ENOMEM, ERANGE too many rows to sort
 */
int oh_table_row(struct oh_table *t, const char *const *cellv)
{
	int err;

	if (!t || !cellv)
		return EINVAL;

	err = t->prm.sort ? keep_row(t, cellv) : print_row(t, cellv);
	t->count += !err;

	return err;
}

/* Decimals of few digits: the order is what matters, not the value */
static int compare_decimals(const char *a, const char *b)
{
	double x = strtod(a, NULL), y = strtod(b, NULL);

	return (x > y) - (x < y);
}

static int compare(const void *a, const void *b, void *arg)
{
	const struct oh_table *t = arg;
	char *const *x = a, *const *y = b;
	const char *s = x[t->sort], *u = y[t->sort];

	/* What is not known stands at the end */
	if (!s || !u)
		return (s == NULL) - (u == NULL);
	if (t->prm.columnv[t->sort].cell == OH_CELL_DECIMAL)
		return compare_decimals(s, u);

	return strcmp(s, u);
}

/**
 * End a listing: print what was kept for sorting
 *
 * @param t Table
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_table_close(struct oh_table *t)
{
	int err = 0;

	if (!t)
		return EINVAL;

	if (t->rowc)
		qsort_r(t->rowv, t->rowc, t->columnc * sizeof(*t->rowv),
			compare, t);
	for (size_t i = 0; i < t->rowc && !err; i++)
		err = print_row(t, (const char *const *)t->rowv +
				i * t->columnc);
	forget_rows(t);

	return err;
}

/**
 * How many rows there were
 *
 * @param t Table
 *
 * @return Rows, printed or kept
 */
size_t oh_table_count(const struct oh_table *t)
{
	return t ? t->count : 0;
}

/**
 * Print the names of all columns, for who asked for one that is not there
 *
 * @param buf     Receives "number, country, cost"
 * @param size    Size of buf [bytes]; too small cuts
 * @param columnv Columns, ends with a name of NULL
 */
void oh_table_names(char *buf, size_t size, const struct oh_column *columnv)
{
	size_t at = 0;

	buf[0] = '\0';
	for (size_t i = 0; columnv[i].name && at < size; i++)
		at += (size_t)snprintf(buf + at, size - at, "%s%s",
				       i ? ", " : "", columnv[i].name);
}
