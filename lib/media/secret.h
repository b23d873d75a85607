/**
 * @file secret.h  Keys of theirs that are nobody's business
 *
 * While a secret is asked for, and until the key is up again that was the
 * last of it (a digit is told when it begins), what they send is neither
 * recorded, piped nor traced. Media thread; private to this folder.
 */
#ifndef OH_MEDIA_SECRET_H
#define OH_MEDIA_SECRET_H

#include "media/session.h"

struct oh_rtp;

bool oh_secret_is(const struct oh_session *s);
bool oh_secret_is_said(const struct oh_session *s);
void oh_secret_tick(struct oh_session *s);
void oh_secret_event(struct oh_session *s, const struct oh_rtp *rtp);

#endif
