/**
 * @file placing.h  Where calls are placed from, with the prices of them
 */
#ifndef OH_COMMAND_PLACING_H
#define OH_COMMAND_PLACING_H

#include <stdbool.h>
#include "command/desk.h"
#include "place/place.h"

struct oh_control;
struct oh_placing;

/* conf: the desk's, or another one; automation: nobody sits at it. Each call
   is known to control. mem_deref() after oh_place_close(). 0 or an errno. */
int  oh_placing_make(struct oh_placing **pp, struct oh_app *app,
		     struct oh_desk *desk, const struct oh_conf *conf,
		     bool automation, struct oh_control *control);
struct oh_place *oh_placing_place(const struct oh_placing *p);
/* Runs the loop until the trunks have said their last word */
void oh_placing_close(struct oh_placing *p);

#endif
