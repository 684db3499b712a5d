//! Every role × every question.
