/**
 * @file fuzz_rates.c  Any text as a rate list
 */
#include "base/compat.h"
#include "route/rates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct oh_rates_fault fault;
	struct oh_rates *r = NULL;
	struct oh_rate row, found;

	if (oh_rates_parse(&r, (const char *)data, size, "USD", &fault))
		return 0;
	/* Each prefix finds its own row */
	for (size_t i = 0; oh_rates_at(&row, r, i); i++) {
		if (!oh_rates_find(&found, r, row.prefix) ||
		    found.line != row.line || row.price.micro < 0)
			__builtin_trap();
	}
	mem_deref(r);

	return 0;
}
