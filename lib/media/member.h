/**
 * @file member.h  Who is in a room: what it says, and what it hears of it
 *
 * Media thread; private to this folder.
 */
#ifndef OH_MEDIA_MEMBER_H
#define OH_MEDIA_MEMBER_H

#include "media/jitter.h"
#include "media/room.h"
#include "media/session.h"

struct oh_mixer;

enum { OH_MEMBER_HEARD_MAX = 4 * OH_JITTER_FRAME_MAX };

/** Who is in a room; comes home silently when it leaves */
struct oh_member {
	struct oh_msg      msg;
	struct le          le;
	struct oh_mixer   *mixer;
	uint32_t           id;          /**< of the last request to enter   */
	enum oh_room_role  role;
	struct oh_session *to;          /**< whispers to it; may be NULL    */
	struct oh_session *after;       /**< waits till this one is heard   */
	uint32_t           waited;      /**< turns                          */
	struct oh_jitter   jitter;
	struct oh_ear      in;          /**< to the rate of the room        */
	struct oh_ear      out;         /**< and from it                    */
	struct oh_mouth    mouth;
	uint32_t           loud;        /**< passes it still counts as loud */
	bool               begun;       /**< it has been heard at all       */
	bool               speaks;      /**< in this pass, framev           */
	bool               whispered;   /**< to it, in this pass            */
	int16_t            framev[OH_JITTER_FRAME_MAX];
	uint32_t           heard_hz;    /**< of heardv: for packets that    */
	size_t             heardc;      /**< are not of 20 ms               */
	int16_t            heardv[OH_MEMBER_HEARD_MAX];
};

void     oh_member_forget(void *arg);
uint32_t oh_member_rate(const struct oh_member *m);
bool     oh_member_is_heard(const struct oh_member *m);
bool     oh_member_hears(const struct oh_member *m);
bool     oh_member_listen(struct oh_member *m, uint32_t rate_hz);
void     oh_member_collect(struct oh_member *m);
bool     oh_member_packet(struct oh_member *m, uint8_t *buf, size_t *lenp);

#endif
