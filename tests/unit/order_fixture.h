/**
 * @file order_fixture.h  A board with six calls, to give orders on
 */
#ifndef ORDER_FIXTURE_H
#define ORDER_FIXTURE_H

#include "phone/order.h"

enum { PHONE = 1, DIAL = 2 };

/* #1 to #6 of the list */
#define UP   "01a20e35-0001"       /* Anna Bell, has the voice            */
#define HELD "01a20e35-0002"       /* +14255550111, held by us            */
#define RING "01a20e35-0003"       /* Bob Carter rings                    */
#define TRY  "01a20e35-0004"       /* "Bo Diddley", dialling              */
#define DIALS "01a20e35-0005"      /* of a dial: up, muted, recording     */
#define OVER "01a20e35-0006"       /* of the phone, over                  */

struct order_fix {
	struct oh_board    *b;
	struct oh_contacts *c;
	struct oh_history  *h;
	struct oh_order_prm prm;
};

void order_tell(struct order_fix *f, uint32_t peer, const char *line);
void order_add_peer(struct order_fix *f, uint32_t peer, const char *hello);
/* People, and nobody on the board */
int  order_start(struct order_fix *f);
void order_stop(struct order_fix *f);
/* The six calls */
void order_fill(struct order_fix *f);

#endif
