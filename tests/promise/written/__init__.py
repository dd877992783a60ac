"""What is written: hands that write other sealed texts leave the same public columns behind.

The battery asks twins that SQL has made. Here they are made as editors and commands make them:
by every form, action, model method and content file. hands.py has the texts, roads.py every way
to write them, left.py what is compared afterwards.
"""
