/**
 * @file multi_priv.h  libcurl's transfers on the main loop
 */
#ifndef OH_HTTP_MULTI_PRIV_H
#define OH_HTTP_MULTI_PRIV_H

#include <curl/curl.h>

struct oh_multi;

/**
 * A transfer has ended; it has left the loop. May release everything
 *
 * @param code What libcurl says
 * @param arg  CURLOPT_PRIVATE of the transfer
 */
typedef void (oh_multi_done_h)(CURLcode code, void *arg);

int  oh_multi_alloc(struct oh_multi **mp, oh_multi_done_h *doneh);
int  oh_multi_add(struct oh_multi *m, CURL *easy);
void oh_multi_remove(struct oh_multi *m, CURL *easy);

#endif
