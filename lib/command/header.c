/**
 * @file header.c  SIP headers that people add
 */
#include <errno.h>
#include <string.h>
#include <strings.h>
#include "command/header.h"

/* What the stack writes itself. Two of them would make another message of
   it than the one that was meant. */
static const char *const reservedv[] = {
	"via", "v", "from", "f", "to", "t", "call-id", "i", "cseq",
	"contact", "m", "content-length", "l", "content-type", "c",
	"max-forwards", "route", "record-route", "authorization",
	"proxy-authorization", "supported", "k", "require", "allow",
};

/* RFC 3261 25.1, token */
static const char token[] = "abcdefghijklmnopqrstuvwxyz"
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~";

static bool is_reserved(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(reservedv) / sizeof(*reservedv); i++) {
		if (strlen(reservedv[i]) == len &&
		    0 == strncasecmp(reservedv[i], name, len))
			return true;
	}

	return false;
}

static bool has_control(const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return true;
	}

	return false;
}

static const char *fault_of(const char *line)
{
	size_t name = strspn(line, token);

	if (!name || line[name] != ':')
		return "not 'Name: value'";
	if (has_control(line))
		return "control characters in it";
	if (is_reserved(line, name))
		return "written by the program itself";

	return NULL;
}

/**
 * Check header lines and join them, each ended by CRLF
 *
 * @param buf  Receives the lines, NUL-terminated; "" for an empty list
 * @param size Its size [bytes]
 * @param l    Lines without line ends
 * @param badp Receives the index of the first bad one
 * @param whyp Receives what is wrong with it, static
 *
 * @return 0, EBADMSG, ERANGE (no room)
 */
int oh_header_join(char *buf, size_t size, const struct oh_opt_list *l,
		   uint32_t *badp, const char **whyp)
{
	size_t used = 0;

	*buf = '\0';
	for (uint32_t i = 0; i < l->c; i++) {
		int n;

		*badp = i;
		*whyp = fault_of(l->v[i]);
		if (*whyp)
			return EBADMSG;
		n = snprintf(buf + used, size - used, "%s\r\n", l->v[i]);
		if (n < 0 || (size_t)n >= size - used) {
			*whyp = "too long";
			return ERANGE;
		}
		used += n;
	}

	return 0;
}
