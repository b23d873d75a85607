/**
 * @file stock_priv.h  The tables behind stock.c
 */
#ifndef OH_SIMREST_STOCK_PRIV_H
#define OH_SIMREST_STOCK_PRIV_H

#include "simrest/stock.h"

/* Each ends with a row whose country is "". */
extern const struct oh_stock       oh_stock_datav[];
extern const struct oh_stock_offer oh_stock_offerv[];

#endif
