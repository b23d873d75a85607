/**
 * @file webca.h  A private authority and what it certifies, for tests
 */
#ifndef WEBCA_H
#define WEBCA_H

#include "temp.h"

/* Writes NAME.ca (the authority) and NAME.pem (certificate for the address
   and its key) into the folder */
void webca_make(struct temp *t, const char *name, const char *address);

#endif
