/**
 * @file fault.c  Failures on demand
 */
#include "base/compat.h"
#include "base/scan.h"
#include "carrier/word.h"
#include "http/query.h"
#include "simrest/fault.h"

enum {
	VALUE_SIZE = 128,
	STATUS_MIN = 400,
	STATUS_MAX = 599,
};

static int refuse(const char **whyp, const char *why)
{
	*whyp = why;

	return EBADMSG;
}

static int copy(char *buf, size_t size, const char *s, size_t len)
{
	if (len >= size)
		return ERANGE;
	memcpy(buf, s, len);
	buf[len] = '\0';

	return 0;
}

static int parse_option(struct oh_fault *f, const char *option,
			const char **whyp)
{
	if (0 == strncmp(option, "times=", 6)) {
		f->counted = true;
		if (oh_scan_u32(&f->left, option + 6, 1, OH_FAULT_TIMES_MAX))
			return refuse(whyp, "times: not a number");
		return 0;
	}
	if (0 == strncmp(option, "retry=", 6) && !f->operation) {
		f->has_retry = true;
		if (oh_scan_u32(&f->retry_s, option + 6, 0,
				OH_FAULT_RETRY_MAX))
			return refuse(whyp, "retry: not a number of seconds");
		return 0;
	}

	return refuse(whyp, "only retry=SECONDS (of a reply) and times=N "
		      "may follow");
}

/* What stands before the '=' */
static int parse_what(struct oh_fault *f, const char *s, size_t len,
		      const char **whyp)
{
	char what[OH_FAULT_METHOD_SIZE + OH_FAULT_PATH_SIZE];
	const char *path;

	if (copy(what, sizeof(what), s, len))
		return refuse(whyp, "too long");

	if (0 == oh_word_op_type_parse(&f->type, what)) {
		f->operation = true;
		return 0;
	}

	path = strchr(what, ' ');
	if (path && copy(f->method, sizeof(f->method), what,
			 (size_t)(path - what)))
		return refuse(whyp, "no such method");
	path = path ? path + 1 : what;
	if (*path != '/' && *path != '*')
		return refuse(whyp, "neither a path nor an operation");
	if (copy(f->path, sizeof(f->path), path, strlen(path)))
		return refuse(whyp, "the path is too long");

	return 0;
}

/* What stands right behind the '=' */
static int parse_outcome(struct oh_fault *f, const char *value,
			 const char **whyp)
{
	uint32_t status;

	if (f->operation) {
		if (!*value || copy(f->code, sizeof(f->code), value,
				    strlen(value)))
			return refuse(whyp, "not a code");
		return 0;
	}
	if (oh_scan_u32(&status, value, STATUS_MIN, STATUS_MAX))
		return refuse(whyp, "not a status from 400 to 599");
	f->status = (uint16_t)status;

	return 0;
}

/**
 * Add a rule
 *
 * @param f    Rules
 * @param rule Text, see fault.h
 * @param whyp Set to a static text on failure
 *
 * @return 0; EBADMSG; ENOSPC: OH_SIMREST_FAULTS_MAX are there
 */
int oh_fault_add(struct oh_faults *f, const char *rule, const char **whyp)
{
	const char *equals = strchr(rule, '=');
	struct oh_fault fault = { .operation = false };
	char value[VALUE_SIZE];
	int err;

	if (f->c == OH_SIMREST_FAULTS_MAX) {
		*whyp = "too many rules";
		return ENOSPC;
	}
	if (!equals)
		return refuse(whyp, "no '='");

	err = parse_what(&fault, rule, (size_t)(equals - rule), whyp);
	for (unsigned i = 0; !err; i++) {
		size_t len = strcspn(++equals, ",");

		if (copy(value, sizeof(value), equals, len))
			return refuse(whyp, "too long");
		err = i ? parse_option(&fault, value, whyp)
			: parse_outcome(&fault, value, whyp);
		equals += len;
		if (!*equals)
			break;
	}
	if (!err)
		f->v[f->c++] = fault;

	return err;
}

/* '*' stands for any text: back to the last one when the rest differs */
static bool path_fits(const char *pattern, const char *s)
{
	const char *star = NULL, *from = NULL;

	while (*s) {
		if (*pattern == '*') {
			star = pattern++;
			from = s;
		}
		else if (*pattern == *s) {
			pattern++;
			s++;
		}
		else if (star) {
			pattern = star + 1;
			s = ++from;
		}
		else
			return false;
	}
	while (*pattern == '*')
		pattern++;

	return !*pattern;
}

static bool count(struct oh_fault *f)
{
	if (!f->counted)
		return true;
	if (f->left == 0)
		return false;
	f->left--;

	return true;
}

/**
 * Take the fault that a request shall meet
 *
 * @param f      Rules
 * @param method Method, upper case
 * @param path   Path as on the wire; rules are compared with it decoded
 *
 * @return Rule, counted, valid as long as f; or NULL
 */
const struct oh_fault *oh_fault_take(struct oh_faults *f, const char *method,
				     const char *path)
{
	char plain[2 * OH_FAULT_PATH_SIZE];

	if (oh_url_decode(plain, sizeof(plain), path, strlen(path), false))
		return NULL;

	for (size_t i = 0; i < f->c; i++) {
		struct oh_fault *v = &f->v[i];

		if (v->operation || (*v->method && strcmp(v->method, method)))
			continue;
		if (path_fits(v->path, plain) && count(v))
			return v;
	}

	return NULL;
}

/**
 * Take the code with which an operation shall fail
 *
 * @param f    Rules
 * @param type What the operation does
 *
 * @return Code, counted, valid as long as f; or NULL
 */
const char *oh_fault_take_operation(struct oh_faults *f,
				    enum oh_op_type type)
{
	for (size_t i = 0; i < f->c; i++) {
		struct oh_fault *v = &f->v[i];

		if (v->operation && v->type == type && count(v))
			return v->code;
	}

	return NULL;
}
