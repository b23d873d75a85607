/**
 * @file handlers.h  What the routes lead to, by the file they are in
 */
#ifndef OH_SIMREST_HANDLERS_H
#define OH_SIMREST_HANDLERS_H

#include "simrest/turn.h"

oh_turn_h oh_geo_countries;
oh_turn_h oh_geo_localities;
oh_turn_h oh_geo_areas;
oh_turn_h oh_geo_offerings;

oh_turn_h oh_search_browse;
oh_turn_h oh_search_start;
oh_turn_h oh_search_result;
oh_turn_h oh_search_buy;

oh_turn_h oh_purchased_list;
oh_turn_h oh_purchased_get;
oh_turn_h oh_purchased_update;
oh_turn_h oh_purchased_release;

oh_turn_h oh_operation_get;
oh_turn_h oh_operation_cancel;

oh_turn_h oh_reservation_list;
oh_turn_h oh_reservation_get;
oh_turn_h oh_reservation_patch;
oh_turn_h oh_reservation_cancel;
oh_turn_h oh_reservation_buy;

oh_turn_h oh_lookup;

oh_turn_h oh_siprouting_http_get;
oh_turn_h oh_siprouting_http_patch;
oh_turn_h oh_siprouting_http_test;

#endif
