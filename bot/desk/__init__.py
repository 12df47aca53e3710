"""The librarians' desk: sign in, queue, conversation, search beside it."""
