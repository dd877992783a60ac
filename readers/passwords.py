"""What a password must be, in the words of this site; the rules are Django's."""

from django.contrib.auth import password_validation as stock


class NotLikeOneself(stock.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "That is too much like the name or the address of the account."

    def get_help_text(self) -> str:
        return "It is not much like your name or your address."


class LongEnough(stock.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"That is too short: a password has {self.min_length} characters or more."

    def get_help_text(self) -> str:
        return f"It has {self.min_length} characters or more."


class Uncommon(stock.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Many people use that password, so it is soon guessed. Choose another one."

    def get_help_text(self) -> str:
        return "It is none that many people use."


class NotOnlyDigits(stock.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "Digits alone are soon guessed. Add some letters."

    def get_help_text(self) -> str:
        return "It is not made of digits alone."
