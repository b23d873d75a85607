/**
 * @file redial.c  Call a number that stands in a list
 */
#include "base/compat.h"
#include "phone/order.h"
#include "tui/redial.h"

/** Tell whether a text is one word of an order as it stands */
bool oh_redial_is_word(const char *s)
{
	if (!*s || *s == '-')
		return false;
	for (; *s; s++) {
		if ((unsigned char)*s <= ' ' || strchr("\"'\\", *s))
			return false;
	}

	return true;
}

/**
 * Say "call NUMBER"
 *
 * @param v      View
 * @param number Of a record or a contact
 *
 * @return true if it was said
 */
bool oh_redial_say(const struct oh_view *v, const char *number)
{
	char line[OH_ORDER_LINE];

	if (!v->sayh || !oh_redial_is_word(number) ||
	    strlen(number) > OH_BOARD_TEXT)
		return false;
	(void)snprintf(line, sizeof(line), "call %s", number);
	v->sayh(line, v->arg);

	return true;
}
