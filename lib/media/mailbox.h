/**
 * @file mailbox.h  Messages from one thread to another
 *
 * A list under a mutex and an eventfd that wakes the reader. Nothing is
 * allocated to put a message: whoever asks for something allocates the
 * message, and the answer travels home in it.
 */
#ifndef OH_MEDIA_MAILBOX_H
#define OH_MEDIA_MAILBOX_H

#include <pthread.h>
#include <stdatomic.h>
#include "base/compat.h"
#include "media/stream.h"

struct oh_session;

enum oh_msg_kind {
	OH_MSG_WISH,          /**< look at the session's wishes            */
	OH_MSG_REMOTE,
	OH_MSG_PLAY,
	OH_MSG_SEND,
	OH_MSG_JOIN,
	OH_MSG_ENTER,
	OH_MSG_ROOM_END,      /**< of no session; nobody answers it        */
	OH_MSG_DETECT,
	OH_MSG_RECORD,
	OH_MSG_RECORDED,      /**< from the writer thread                  */
	OH_MSG_PIPE,
	OH_MSG_PIPED,         /**< from the piper thread                   */
	OH_MSG_CLOSE,         /**< the main loop's last; home as CLOSED    */
	OH_MSG_EVENT,         /**< one of the session's own                */
};

/** Head of every message */
struct oh_msg {
	struct oh_msg          *next;
	struct oh_session      *ses;
	enum oh_msg_kind        kind;
	bool                    has_event;  /**< ev is to be told           */
	atomic_bool             busy;       /**< own messages: under way    */
	struct oh_stream_event  ev;
};

struct oh_mailbox {
	pthread_mutex_t mutex;
	struct oh_msg  *head;
	struct oh_msg  *tail;
	int             fd;                 /**< readable: not empty        */
	bool            ready;
};

int  oh_mailbox_open(struct oh_mailbox *mb);
void oh_mailbox_close(struct oh_mailbox *mb);
void oh_mailbox_put(struct oh_mailbox *mb, struct oh_msg *msg);
void oh_mailbox_wake(struct oh_mailbox *mb);
struct oh_msg *oh_mailbox_take(struct oh_mailbox *mb);

#endif
