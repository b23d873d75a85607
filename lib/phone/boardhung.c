/**
 * @file boardhung.c  Processes that do not answer
 */
#include <stdio.h>
#include "base/compat.h"
#include "phone/board_priv.h"

/**
 * A process does not answer any more, or does again. Its calls stay as they
 * were told last
 *
 * @param b    Board
 * @param peer Its number; one that is not known is no fault
 * @param hung Whether it hangs
 */
void oh_board_hang_peer(struct oh_board *b, uint32_t peer, bool hung)
{
	char text[160];

	for (size_t i = 0; i < b->peerc; i++) {
		struct oh_board_peer *p = &b->peerv[i];

		if (p->peer != peer || p->hung == hung)
			continue;
		p->hung = hung;
		if (hung)
			oh_board_hung_text(text, sizeof(text), b, peer);
		else
			(void)snprintf(text, sizeof(text), "%s answers again",
				       p->command);
		oh_board_say(b, hung, text);
	}
}

/**
 * Whether a process does not answer
 *
 * @param b    Board
 * @param peer Its number
 *
 * @return true: it was asked, and has not
 */
bool oh_board_is_hung(const struct oh_board *b, uint32_t peer)
{
	const struct oh_board_peer *p = oh_board_peer(b, peer);

	return p && p->hung;
}

/**
 * Say that a process does not answer, and what can be done
 *
 * @param buf  Receives the sentence
 * @param size Its size [bytes]
 * @param b    Board
 * @param peer Its number
 */
void oh_board_hung_text(char *buf, size_t size, const struct oh_board *b,
			uint32_t peer)
{
	const struct oh_board_peer *p = oh_board_peer(b, peer);

	if (p && p->pid)
		(void)snprintf(buf, size, "%s does not answer; wait for it, "
			       "or 'kill -KILL %d' ends it, and its calls",
			       p->command, p->pid);
	else
		(void)snprintf(buf, size, "it does not answer");
}
