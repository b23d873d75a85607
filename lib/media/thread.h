/**
 * @file thread.h  Start a thread that takes no signals
 */
#ifndef OH_MEDIA_THREAD_H
#define OH_MEDIA_THREAD_H

#include <pthread.h>

typedef void *(oh_thread_h)(void *arg);

int oh_thread_start(pthread_t *threadp, oh_thread_h *h, void *arg);

#endif
