/**
 * @file plan.c  Which simulated number does what
 */
#include "base/compat.h"
#include <errno.h>
#include <cjson/cJSON.h>
#include "sim/plan.h"
#include "sim/words.h"

enum { ROWS_FIRST = 64, SHORT_MIN = 3, SHORT_MAX = 6 };

/* Sorted by number */
struct oh_sim_plan {
	struct oh_sim_row *rowv;
	size_t             rowc;
	size_t             room;
};

static void destructor(void *arg)
{
	struct oh_sim_plan *plan = arg;

	mem_deref(plan->rowv);
}

/**
 * Make a plan without rows
 *
 * @param planp Set on success, release with mem_deref
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_sim_plan_alloc(struct oh_sim_plan **planp)
{
	struct oh_sim_plan *plan;

	if (!planp)
		return EINVAL;

	plan = mem_zalloc(sizeof(*plan), destructor);
	if (!plan)
		return ENOMEM;

	*planp = plan;

	return 0;
}

/* Where the number stands, or would stand; *foundp tells which */
static size_t place(const struct oh_sim_plan *plan, const char *number,
		    bool *foundp)
{
	size_t lo = 0, hi = plan->rowc;

	*foundp = false;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int cmp = strcmp(plan->rowv[mid].number.text, number);

		if (cmp == 0) {
			*foundp = true;
			return mid;
		}
		if (cmp < 0)
			lo = mid + 1;
		else
			hi = mid;
	}

	return lo;
}

static int make_room(struct oh_sim_plan *plan)
{
	size_t room = plan->room ? 2 * plan->room : (size_t)ROWS_FIRST;
	struct oh_sim_row *rowv;

	if (plan->rowc < plan->room)
		return 0;
	if (plan->rowc == OH_SIM_ROWS_MAX)
		return ERANGE;

	rowv = plan->rowv ? mem_realloc(plan->rowv, room * sizeof(*rowv))
			  : mem_alloc(room * sizeof(*rowv), NULL);
	if (!rowv)
		return ENOMEM;

	plan->rowv = rowv;
	plan->room = room;

	return 0;
}

static int put(struct oh_sim_plan *plan, const struct oh_sim_row *row)
{
	bool found;
	size_t i = place(plan, row->number.text, &found);
	int err;

	if (found) {
		plan->rowv[i] = *row;
		return 0;
	}

	err = make_room(plan);
	if (err)
		return err;

	memmove(&plan->rowv[i + 1], &plan->rowv[i],
		(plan->rowc - i) * sizeof(*row));
	plan->rowv[i] = *row;
	plan->rowc++;

	return 0;
}

static bool is_clean(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)s[i];

		if ((ch < 0x20 && ch != '\t') || ch == 0x7f)
			return false;
	}

	return true;
}

static bool is_blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\r';
}

static void trim(const char **sp, size_t *lenp)
{
	while (*lenp && is_blank(**sp)) {
		(*sp)++;
		(*lenp)--;
	}
	while (*lenp && is_blank((*sp)[*lenp - 1]))
		(*lenp)--;
}

/* "911", "933": as they are dialled, and no more than that */
static bool set_short(struct oh_number *number, const char *text)
{
	size_t len = strlen(text);

	if (len < SHORT_MIN || len > SHORT_MAX ||
	    strspn(text, "0123456789") != len)
		return false;
	memset(number, 0, sizeof(*number));
	number->kind = OH_NUMBER_SHORT;
	snprintf(number->text, sizeof(number->text), "%s", text);

	return true;
}

/* "NUMBER steps": number and text are set */
static int parse_head(struct oh_sim_row *row, const char *s, size_t len,
		      struct oh_sim_fault *fault)
{
	char number[OH_NUMBER_SIZE + 12];
	size_t n = 0;

	while (n < len && !is_blank(s[n]))
		n++;
	if (n >= sizeof(number)) {
		snprintf(fault->why, sizeof(fault->why), "number too long");
		return EBADMSG;
	}
	memcpy(number, s, n);
	number[n] = '\0';

	if (!set_short(&row->number, number) &&
	    (oh_number_parse(&row->number, number, NULL, NULL) ||
	     row->number.kind != OH_NUMBER_E164)) {
		snprintf(fault->why, sizeof(fault->why),
			 "no number: \"%s\" (write +14255550100)", number);
		return EBADMSG;
	}

	s += n;
	len -= n;
	trim(&s, &len);
	if (len >= sizeof(row->text)) {
		snprintf(fault->why, sizeof(fault->why),
			 "longer than %zu bytes", sizeof(row->text) - 1);
		return EBADMSG;
	}
	memcpy(row->text, s, len);
	row->text[len] = '\0';

	return 0;
}

static int add_line(struct oh_sim_plan *plan, const char *s, size_t len,
		    struct oh_sim_fault *fault)
{
	struct oh_sim_row row;
	int err;

	trim(&s, &len);
	if (len == 0 || *s == '#')
		return 0;
	if (!is_clean(s, len)) {
		snprintf(fault->why, sizeof(fault->why), "not text");
		return EBADMSG;
	}

	memset(&row, 0, sizeof(row));
	err = parse_head(&row, s, len, fault);
	if (err)
		return err;

	err = oh_sim_words_parse(&row, row.text, fault->why,
				 sizeof(fault->why));
	if (err)
		return EBADMSG;

	err = put(plan, &row);
	if (err == ERANGE)
		snprintf(fault->why, sizeof(fault->why),
			 "more than %d numbers", OH_SIM_ROWS_MAX);

	return err;
}

/**
 * Add the rows of a text
 *
 * @param plan  Plan; rows before a fault stay in it
 * @param text  Lines, each a row, a comment or empty
 * @param len   Their length [bytes]
 * @param fault Receives the line and what is wrong with it
 *
 * @return 0, EINVAL, EBADMSG malformed, ERANGE too many rows or too long,
 *         ENOMEM
 */
int oh_sim_plan_add(struct oh_sim_plan *plan, const char *text, size_t len,
		    struct oh_sim_fault *fault)
{
	if (!plan || !text || !fault)
		return EINVAL;

	memset(fault, 0, sizeof(*fault));
	if (len > OH_SIM_PLAN_MAX) {
		snprintf(fault->why, sizeof(fault->why), "file too long");
		return ERANGE;
	}

	while (len) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;
		int err;

		fault->line++;
		err = add_line(plan, text, n, fault);
		if (err)
			return err;

		n += end ? 1 : 0;
		text += n;
		len -= n;
	}

	return 0;
}

/* *bufp: release with mem_deref */
static int read_file(char **bufp, size_t *lenp, const char *path)
{
	FILE *f = fopen(path, "re");
	char *buf;
	int err = 0;

	if (!f)
		return errno;

	/* One byte more than allowed, so that too long is seen */
	buf = mem_alloc(OH_SIM_PLAN_MAX + 1, NULL);
	if (!buf) {
		err = ENOMEM;
		goto out;
	}

	*lenp = fread(buf, 1, OH_SIM_PLAN_MAX + 1, f);
	if (ferror(f)) {
		err = errno ? errno : EIO;
		mem_deref(buf);
		goto out;
	}
	*bufp = buf;

 out:
	(void)fclose(f);     /* only read */

	return err;
}

/**
 * Add the rows of a file
 *
 * @param plan  Plan; rows before a fault stay in it
 * @param path  File
 * @param fault Receives the line (0: the file as a whole) and what is wrong
 *
 * @return 0, EINVAL, EBADMSG malformed, ERANGE too many rows or too long,
 *         ENOMEM, or why the file cannot be read
 */
int oh_sim_plan_load(struct oh_sim_plan *plan, const char *path,
		     struct oh_sim_fault *fault)
{
	char *buf = NULL;
	size_t len = 0;
	int err;

	if (!plan || !path || !fault)
		return EINVAL;

	memset(fault, 0, sizeof(*fault));
	err = read_file(&buf, &len, path);
	if (err) {
		snprintf(fault->why, sizeof(fault->why), "%s", strerror(err));
		return err;
	}

	err = oh_sim_plan_add(plan, buf, len, fault);
	mem_deref(buf);

	return err;
}

/**
 * Make the plan of a network
 *
 * @param planp Set on success, release with mem_deref
 * @param path  File whose rows replace and add to the default ones, or NULL
 * @param fault Receives the file's line and what is wrong
 *
 * @return 0, ENOMEM, or an error of oh_sim_plan_load()
 */
int oh_sim_plan_open(struct oh_sim_plan **planp, const char *path,
		     struct oh_sim_fault *fault)
{
	struct oh_sim_plan *plan;
	int err;

	err = oh_sim_plan_alloc(&plan);
	if (err)
		return err;

	err = oh_sim_plan_add(plan, oh_sim_plan_default,
			      strlen(oh_sim_plan_default), fault);
	if (!err && path)
		err = oh_sim_plan_load(plan, path, fault);
	if (err)
		mem_deref(plan);
	else
		*planp = plan;

	return err;
}

/**
 * Find what a number does
 *
 * @param plan   Plan
 * @param number Number
 *
 * @return Its row, borrowed until the plan changes; NULL: none
 */
const struct oh_sim_row *oh_sim_plan_find(const struct oh_sim_plan *plan,
					  const struct oh_number *number)
{
	bool found;
	size_t i;

	if (!plan || !number || (number->kind != OH_NUMBER_E164 &&
				 number->kind != OH_NUMBER_SHORT))
		return NULL;

	i = place(plan, number->text, &found);

	return found ? &plan->rowv[i] : NULL;
}

/**
 * Walk through a plan in the order of its numbers
 *
 * @param plan Plan
 * @param i    Index from 0
 *
 * @return Row, borrowed until the plan changes; NULL past the last
 */
const struct oh_sim_row *oh_sim_plan_at(const struct oh_sim_plan *plan,
					size_t i)
{
	return plan && i < plan->rowc ? &plan->rowv[i] : NULL;
}

/**
 * Print a row as one line of JSON
 *
 * @param linep Set on success, without line end, release with mem_deref
 * @param row   Row
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_sim_plan_json(char **linep, const struct oh_sim_row *row)
{
	cJSON *o;
	char *line = NULL;
	int err = ENOMEM;

	if (!linep || !row)
		return EINVAL;

	o = cJSON_CreateObject();
	if (cJSON_AddStringToObject(o, "schema", "offhook.sim-number/1") &&
	    cJSON_AddStringToObject(o, "number", row->number.text) &&
	    cJSON_AddStringToObject(o, "behaviour", row->text))
		line = cJSON_PrintUnformatted(o);
	if (line)
		err = str_dup(linep, line);
	cJSON_free(line);
	cJSON_Delete(o);

	return err;
}
