/**
 * @file mailbox.c  Messages from one thread to another
 */
#include <sys/eventfd.h>
#include "media/mailbox.h"

/**
 * Open a mailbox
 *
 * @param mb Mailbox
 *
 * @return 0, or what eventfd() said: EMFILE
 */
int oh_mailbox_open(struct oh_mailbox *mb)
{
	int err;

	mb->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (mb->fd < 0)
		return errno;

	err = pthread_mutex_init(&mb->mutex, NULL);
	if (err) {
		close(mb->fd);
		return err;
	}
	mb->ready = true;

	return 0;
}

/**
 * Close it; what lies in it stays its sender's or reader's
 *
 * @param mb Mailbox, zero or open
 */
void oh_mailbox_close(struct oh_mailbox *mb)
{
	if (!mb->ready)
		return;
	pthread_mutex_destroy(&mb->mutex);
	close(mb->fd);
	mb->ready = false;
}

/**
 * Wake the reader, with or without a message
 *
 * @param mb Mailbox
 */
void oh_mailbox_wake(struct oh_mailbox *mb)
{
	uint64_t one = 1;

	/* Fails only when the counter is full: readable anyhow. */
	if (write(mb->fd, &one, sizeof(one)) < 0)
		return;
}

/**
 * Put a message at the end
 *
 * @param mb  Mailbox
 * @param msg Given; it is the reader's now
 */
void oh_mailbox_put(struct oh_mailbox *mb, struct oh_msg *msg)
{
	bool was_empty;

	msg->next = NULL;

	pthread_mutex_lock(&mb->mutex);
	was_empty = !mb->head;
	if (was_empty)
		mb->head = msg;
	else
		mb->tail->next = msg;
	mb->tail = msg;
	pthread_mutex_unlock(&mb->mutex);

	if (was_empty)
		oh_mailbox_wake(mb);
}

/**
 * Take all messages
 *
 * @param mb Mailbox
 *
 * @return The first of a chain in the order of putting, or NULL
 */
struct oh_msg *oh_mailbox_take(struct oh_mailbox *mb)
{
	struct oh_msg *msg;
	uint64_t n;

	/* Before the list, so that a later put wakes again. */
	if (read(mb->fd, &n, sizeof(n)) < 0 && errno != EAGAIN)
		return NULL;

	pthread_mutex_lock(&mb->mutex);
	msg = mb->head;
	mb->head = mb->tail = NULL;
	pthread_mutex_unlock(&mb->mutex);

	return msg;
}
