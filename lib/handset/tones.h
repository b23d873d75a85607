/**
 * @file tones.h  What the network would let somebody hear who waits
 */
#ifndef OH_HANDSET_TONES_H
#define OH_HANDSET_TONES_H

#include <stdbool.h>
#include <stdint.h>
#include "event/cause.h"

struct oh_prompt;
struct oh_prompts;

enum oh_tones {
	OH_TONES_NONE,
	OH_TONES_RINGBACK,
	OH_TONES_BUSY,
	OH_TONES_CONGESTION,
};

/* How a call that has ended is heard */
enum oh_tones oh_tones_of(enum oh_cause cause, enum oh_party by,
			  bool answered);
/* Of so many calls that are heard, and that ring, and of what failed last */
enum oh_tones oh_tones_pick(uint32_t heard, uint32_t ringing,
			    enum oh_tones failed);
/* Once through its cadence, to be repeated; country "": the plan of North
   America. ENOMEM, EINVAL */
int oh_tones_prompt(struct oh_prompt **prp, struct oh_prompts *cache,
		    const char *country, enum oh_tones which);

#endif
