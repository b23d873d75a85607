/**
 * @file fuzz_number.c  Numbers: a country code of two letters, then the text
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "number/number.h"
#include "number/plan.h"
#include "route/guard.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct oh_conf_guard conf = { .allow_premium = "+1900" };
	char country[3] = "", text[512], out[OH_NUMBER_URI_SIZE];
	struct oh_guard_prm prm = { .conf = &conf, .country = country };
	struct oh_number n, again;
	const char *why = NULL;
	struct oh_verdict v;

	if (size < 2 || size - 2 >= sizeof(text))
		return 0;
	memcpy(country, data, 2);
	memcpy(text, data + 2, size - 2);
	text[size - 2] = '\0';
	if (!oh_plan_find(country))
		country[0] = '\0';

	oh_guard_check_dialled(&v, &prm, text);
	if (oh_number_parse(&n, text, country, &why)) {
		assert(why);
		return 0;
	}
	oh_guard_check(&v, &prm, &n);
	assert(!oh_plan_is_emergency(n.text, country) ||
	       v.rule == OH_GUARD_EMERGENCY);
	assert(!oh_number_print(out, sizeof(out), &n, OH_NUMBER_PLUS_E164,
				country));
	if (n.kind != OH_NUMBER_E164)
		return 0;

	/* A canonical number is a number, and the same one. */
	assert(oh_plan_of(&n) && strlen(n.text) > 7 && strlen(n.text) < 17);
	assert(!oh_number_parse(&again, n.text, NULL, NULL));
	assert(!strcmp(again.text, n.text));
	if (*country && !oh_number_print(out, sizeof(out), &n,
					 OH_NUMBER_NATIONAL, country))
		oh_guard_check_dialled(&v, &prm, out);

	return 0;
}
