/**
 * @file fuzz_plan.c  Any text as a plan of the simulated network
 */
#include "base/compat.h"
#include "sim/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct oh_sim_plan *plan = NULL;
	struct oh_sim_fault fault;

	if (oh_sim_plan_alloc(&plan))
		return 0;
	(void)oh_sim_plan_add(plan, (const char *)data, size, &fault);
	for (size_t i = 0; oh_sim_plan_at(plan, i); i++) {
		const struct oh_sim_row *row = oh_sim_plan_at(plan, i);

		if (oh_sim_plan_find(plan, &row->number) != row)
			__builtin_trap();
	}
	mem_deref(plan);

	return 0;
}
